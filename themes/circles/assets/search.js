// Search over the pages of one language, in the browser alone: what is looked for is neither sent nor kept.
// The index is loaded when the field is first used. Words are compared by their stems, the word that is being
// typed by its beginning too.

const form = document.querySelector('form[data-index]')
const field = form.querySelector('input')
const told = form.querySelector('[role="status"]')
const list = form.querySelector('.found')
const most = 20

// Words: small letters without accents, as the index has them

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  .replaceAll('œ', 'oe').replaceAll('æ', 'ae').match(/[\p{L}\p{N}]+/gu) ?? []

// Stems. An ending gives way to another in words of at least so many letters; the first that fits counts.

const change = (word, endings) => {
  const found = endings.find(([ending, , least]) => word.length >= least && word.endsWith(ending))
  return found ? word.slice(0, -found[0].length) + found[1] : word
}

// fr: after J. Savoy's light stemmer (2006), on words without accents.
const masculine = [['eaux', 'eau', 6], ['aux', 'al', 6], ['x', '', 4], ['s', '', 4]]
const french = [
  ['issement', 'ir', 10], ['issant', 'ir', 9], ['ivement', 'if', 8], ['ement', 'e', 7],
  ['ficatrice', 'fier', 12], ['ficateur', 'fier', 11], ['catrice', 'quer', 10], ['cateur', 'quer', 9],
  ['isateur', 'iser', 10], ['atrice', 'er', 9], ['ateur', 'er', 8], ['trice', 'ter', 7], ['ieme', '', 6],
  ['teuse', 'ter', 8], ['teur', 'ter', 7], ['euse', 'eu', 6], ['ere', 'er', 7], ['ive', 'if', 8],
  ['nnelle', 'n', 10], ['nnel', 'n', 10], ['ique', '', 9], ['ation', 'er', 9], ['ition', 'er', 9]
]

// en: step 1 of M. F. Porter's stemmer (1980), plurals and the endings of verbs.
const plurals = [['sses', 'ss', 5], ['ies', 'i', 4], ['ss', 'ss', 3], ['us', 'us', 3], ['s', '', 4]]

const stems = {
  fr (word) {
    const stem = change(change(word, masculine), french).replace(/([a-z])\1+/g, '$1')
    return stem.length > 4 ? stem.replace(/ie$/, '').replace(/e{0,2}r?$/, '') : stem
  },
  en (word) {
    let stem = change(word, plurals).replace(/^(.*[aeiouy][^aeiouy].*e)ed$/, '$1e')
    const [, bare] = /^(.*[aeiouy].*)(?:ed|ing)$/.exec(stem) ?? []
    if (bare) stem = /(at|bl|iz)$/.test(bare) ? `${bare}e` : bare.replace(/([^aeiouylsz])\1$/, '$1')
    return stem.replace(/^(.*[aeiouy].*)y$/, '$1i').replace(/^(.{2,})e$/, '$1')
  }
}
const stem = stems[form.dataset.lang] ?? ((word) => word)

// The index

let loading
function load () {
  loading ??= fetch(form.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(answer.status)
    return answer.json()
  }).then(prepare)
  loading.catch(() => { loading = undefined })
  return loading
}

/** Pages by stem: for each its weight on each page. */
function prepare ({ pages, words }) {
  const byStem = new Map()
  for (const [word, places] of Object.entries(words)) {
    const key = stem(word)
    if (!byStem.has(key)) byStem.set(key, new Map())
    const weights = byStem.get(key)
    for (const place of places) {
      weights.set(place >> 4, Math.max(weights.get(place >> 4) ?? 0, place & 15))
    }
  }
  return { pages, words, byStem }
}

/** The pages of a word, each with what it counts for: the rarer the word, the more. */
function pagesOf (word, isLast, { pages, words, byStem }) {
  const found = new Map(byStem.get(stem(word)))
  if (isLast && word.length > 1) {
    for (const [other, places] of Object.entries(words)) {
      if (!other.startsWith(word)) continue
      for (const place of places) {
        found.set(place >> 4, Math.max(found.get(place >> 4) ?? 0, (place & 15) / 2))
      }
    }
  }
  const rare = Math.log(1 + pages.length / (found.size || 1))
  for (const [page, weight] of found) found.set(page, rare * (1 + Math.log2(1 + weight)))
  return found
}

/** Pages that hold every word, best first; where there is none, those that hold some. Words so common that the
 * index leaves them out, or that nobody wrote, do not count. */
function look (text, index) {
  const words = [...new Set(fold(text))]
  const each = words.map((word, n) => pagesOf(word, n === words.length - 1, index)).filter((found) => found.size)
  const scores = new Map()
  for (const found of each) {
    for (const [page, score] of found) {
      const so = scores.get(page) ?? { held: 0, score: 0 }
      scores.set(page, { held: so.held + 1, score: so.score + score })
    }
  }
  const all = [...scores].sort(([a, one], [b, other]) => other.held - one.held || other.score - one.score || a - b)
  const whole = all.filter(([, { held }]) => held === each.length)
  return (whole.length ? whole : all).map(([page]) => index.pages[page])
}

// The page

function element (name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...more })
}

function item ([url, title, description, above]) {
  const entry = document.createElement('li')
  entry.append(element('a', title, { href: url }))
  if (above.length) entry.append(element('p', above.join(' › '), { className: 'above' }))
  entry.append(element('p', description))
  return entry
}

function say (message) {
  if (told.textContent !== message) told.textContent = message
}

async function search () {
  const text = field.value.trim()
  if (text.length < 2) {
    list.hidden = true
    return say('')
  }
  const { one, many, first, none, failed } = form.dataset
  try {
    const index = await load()
    if (text !== field.value.trim()) return
    const found = look(text, index)
    list.replaceChildren(...found.slice(0, most).map(item))
    list.hidden = !found.length
    const words = found.length > most ? first : { 0: none, 1: one }[found.length] ?? many
    say(words.replace('{n}', Math.min(found.length, most)))
  } catch {
    list.hidden = true
    say(failed)
  }
}

let pause
field.addEventListener('focus', () => load().catch(() => {}), { once: true })
field.addEventListener('input', () => {
  clearTimeout(pause)
  pause = setTimeout(search, 250)
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  clearTimeout(pause)
  search()
})
form.hidden = false
// Back from a page that was found, the browser may have filled the field again.
addEventListener('pageshow', search)
