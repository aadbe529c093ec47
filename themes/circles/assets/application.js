// The form works without this script. With it, questions come when they are called for, long answers are
// counted, and what was written stays on the page whatever happens to the connection.

const opened = performance.now()
const patience = 30_000

const current = () => document.getElementById('application')

let sending = false
let changed = false

// Questions that another answer calls for

function isChosen (form, { askedBy, askedFor }) {
  return askedFor.split(' ').some((value) => {
    const input = form.querySelector(`[name="${askedBy}"][value="${value}"]`)
    return input?.checked && !input.closest('[hidden]')
  })
}

// In the order of the form: a question that is not asked calls for no other.
function ask (form) {
  for (const question of form.querySelectorAll('[data-asked-by]')) {
    question.hidden = !isChosen(form, question.dataset)
  }
}

// Characters left, as a person counts them; read aloud only when writing pauses

const segments = globalThis.Intl?.Segmenter && new Intl.Segmenter()

function length (text) {
  const normal = text.trim().normalize('NFC')
  return segments ? [...segments.segment(normal)].length : [...normal].length
}

function count (area) {
  const { max, left, over } = area.dataset
  const hint = document.getElementById(`${area.id}-max`)
  const spoken = document.createElement('span')
  spoken.className = 'unseen'
  spoken.setAttribute('role', 'status')
  hint.after(spoken)
  let pause
  const tell = () => {
    const rest = max - length(area.value)
    hint.textContent = (rest < 0 ? over : left).replace('{n}', Math.abs(rest))
    hint.classList.toggle('too-many', rest < 0)
  }
  area.addEventListener('input', () => {
    tell()
    clearTimeout(pause)
    pause = setTimeout(() => { spoken.textContent = hint.textContent }, 1000)
  })
  if (area.value) tell()
}

// Sending

function say (form, message) {
  form.querySelector('[role="status"].sent').textContent = message
}

function body (form, button) {
  const answers = new FormData(form)
  if (button?.name) answers.set(button.name, button.value)
  answers.set(form.dataset.seconds, Math.round((performance.now() - opened) / 1000))
  return new URLSearchParams(answers)
}

// The page that came back takes the place of this one's content; none of it is this page's address.
function show (page) {
  document.title = page.title
  document.querySelector('main').replaceWith(page.querySelector('main'))
  prepare(current())
  const heading = document.querySelector('main h1')
  heading.tabIndex = -1
  const first = document.getElementById('form-summary') ?? heading
  first.focus()
  first.scrollIntoView()
}

async function send (form, button) {
  const address = button?.getAttribute('formaction') ?? form.getAttribute('action')
  const answer = await fetch(address, {
    method: 'POST',
    body: body(form, button),
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout?.(patience)
  })
  if (answer.redirected) {
    changed = false
    return location.assign(answer.url)
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (page.getElementById('application')) return show(page)
  // Refused before it reached the form: said here, beside the answers.
  const told = page.querySelector('main .lead, main p')
  say(form, told?.textContent.trim() || form.dataset.failed)
}

async function submitted (event) {
  const form = event.target
  const button = event.submitter
  const offline = !navigator.onLine
  // Another language is another page; the browser goes there by itself.
  if (button?.name && !offline) {
    changed = false
    return
  }
  event.preventDefault()
  if (sending) return
  if (offline) return say(form, form.dataset.offline)
  sending = true
  const label = form.querySelector('.actions button')
  const words = label.textContent
  label.textContent = form.dataset.sending
  say(form, form.dataset.sending)
  try {
    await send(form, button)
  } catch {
    say(form, navigator.onLine ? form.dataset.failed : form.dataset.offline)
  } finally {
    sending = false
    label.textContent = words
  }
}

function prepare (form) {
  if (!form) return
  ask(form)
  form.addEventListener('change', () => ask(form))
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', submitted)
  form.querySelectorAll('textarea[data-max]').forEach(count)
}

// Back from another page the browser fills the form in again, after this script ran.
addEventListener('pageshow', () => { const form = current(); if (form) ask(form) })
addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
prepare(current())
document.getElementById('form-summary')?.focus()
