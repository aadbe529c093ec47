// Search: by words with and without accents, singular and plural, in each language, by keyboard, without a
// connection, without JavaScript; nothing of what is looked for leaves the browser.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { violations } from './axe.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const on = stage()

async function opened (path = '/recherche/', options = {}) {
  const context = await on.browser.newContext({ viewport: { width: 390, height: 800 }, ...options })
  const page = await context.newPage()
  page.asked = []
  page.on('request', (request) => page.asked.push(request.url() + (request.postData() ?? '')))
  await page.goto(on.system.url + path)
  return page
}

const field = (page) => page.getByRole('searchbox')
const told = async (page) => (await page.locator('form.search [role=status]').textContent()).replaceAll('\u00a0', ' ')
const links = (page) => page.locator('.found > li > a')

const hasTold = (page, is) => page.waitForFunction((is) => {
  return (document.querySelector('form.search [role=status]').textContent !== '') === is
}, is)

/** Looks for words; the titles of what is found, best first. */
async function found (page, words) {
  await field(page).fill('')
  await hasTold(page, false)
  await field(page).fill(words)
  await field(page).press('Enter')
  await hasTold(page, true)
  return links(page).allTextContents()
}

/** Each pair finds the same, and something. */
async function alike (page, pairs) {
  for (const [one, other] of pairs) {
    const titles = await found(page, one)
    assert.ok(titles.length > 0, one)
    assert.deepEqual((await found(page, other)).sort(), titles.sort(), `${one}, ${other}`)
  }
}

test('in French, accents, capitals, plurals and endings make no difference', async () => {
  const page = await opened()
  assert.equal((await found(page, 'confidentialité'))[0], 'Confidentialité')
  assert.equal((await found(page, 'niveaux participation'))[0], 'Niveaux de participation')
  await alike(page, [
    ['confidentialité', 'CONFIDENTIALITE'], ['entrevue', 'entrevues'], ['l’hôpital', 'hopitaux'],
    ['bénévole', 'benevoles'], ['collaboration', 'collaborer']
  ])
})

test('in English too', async () => {
  const page = await opened('/en/search/')
  assert.equal((await found(page, 'privacy'))[0], 'Privacy')
  assert.ok((await found(page, 'levels'))[0].startsWith('Levels'))
  await alike(page, [['interviews', 'interview'], ['volunteers', 'volunteering'], ['Opportunity', 'opportunities']])
})

test('every page is found by its title, among the first', async () => {
  for (const [path, index] of [['/recherche/', '/search.json'], ['/en/search/', '/en/search.json']]) {
    const { pages } = await (await fetch(on.system.url + index)).json()
    assert.ok(pages.length > 20)
    const page = await opened(path)
    for (const [, title] of pages) {
      const titles = await found(page, title)
      assert.ok(titles.slice(0, 3).includes(title), `${title}: ${titles.slice(0, 5).join(', ')}`)
    }
  }
})

test('a word is found while it is typed, and how many pages is told once typing pauses', async () => {
  const page = await opened()
  await field(page).pressSequentially('stationn')
  await page.waitForFunction(() => /^\d+ pages? trouvées?$/.test(document.querySelector('form.search [role=status]').textContent))
  assert.ok((await links(page).allTextContents()).includes('Engagement et soutien'))
  const entry = page.locator('.found > li').first()
  assert.match(await entry.getByRole('link').getAttribute('href'), /^\/[a-z/-]+\/$/)
  assert.ok((await entry.locator('p').last().textContent()).length > 20, 'what the page is about')
  await found(page, 'partenariat niveau')
  assert.equal(await page.locator('.found .above').first().textContent(), 'Niveaux de participation')
})

test('where there is nothing, that is said, and the way on is there', async () => {
  const page = await opened()
  assert.deepEqual(await found(page, 'hélicoptère'), [])
  assert.match(await told(page), /^Aucune page ne contient ces mots/)
  assert.ok(await page.getByRole('main').locator('a[href^="tel:"]').first().isVisible())
})

test('by keyboard: from the header to a page that was found, and back', async () => {
  const page = await opened('/')
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.matches('header nav a[href="/recherche/"]'))) break
  }
  await page.keyboard.press('Enter')
  await page.waitForURL('**/recherche/')
  await field(page).waitFor()
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.type === 'search')) break
  }
  await page.keyboard.type('plainte')
  await page.keyboard.press('Enter')
  await hasTold(page, true)
  const first = await links(page).first().getAttribute('href')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${first}`)
  await page.goBack()
  await field(page).waitFor()
})

test('the index is loaded when the field is used, and no word leaves the browser', async () => {
  const page = await opened()
  const asks = (part) => page.asked.filter((url) => url.includes(part)).length
  assert.equal(asks('search.json'), 0)
  await field(page).focus()
  await page.waitForResponse('**/search.json')
  await found(page, 'entrevue')
  await found(page, 'plainte')
  assert.equal(asks('search.json'), 1)
  assert.equal(asks('entrevue') + asks('plainte'), 0)
  assert.ok(!page.url().includes('entrevue'))
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, history.length])
  assert.deepEqual(kept, [0, 0, '', 2])
})

test('without a connection that is said, and search works again when it is back', async () => {
  const page = await opened()
  await page.context().setOffline(true)
  assert.deepEqual(await found(page, 'entrevue'), [])
  assert.match(await told(page), /^La recherche ne répond pas/)
  await page.context().setOffline(false)
  assert.ok((await found(page, 'entrevue')).length > 0)
})

test('without JavaScript nothing pretends to search, and another way is there', async () => {
  const page = await opened('/recherche/', { javaScriptEnabled: false })
  assert.ok(!await page.locator('form.search').isVisible())
  assert.ok(await page.getByRole('main').locator('a[href^="tel:"]').first().isVisible())
  assert.ok(await page.getByRole('main').locator('a[href="/plan-du-site/"]').isVisible())
})

test('what is found is accessible, at every width', async () => {
  for (const [path, words] of [['/recherche/', 'partenaire'], ['/en/search/', 'partner']]) {
    for (const width of [320, 1280]) {
      const page = await opened(path, { viewport: { width, height: 900 } })
      assert.ok((await found(page, words)).length > 5)
      assert.deepEqual(await violations(page), [])
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
    }
  }
})

test('the script is under 5 KB compressed, and an index is small', async () => {
  const script = await readFile(new URL('../../themes/circles/assets/search.js', import.meta.url))
  const index = await (await fetch(`${on.system.url}/search.json`)).arrayBuffer()
  const size = (bytes) => gzipSync(bytes, { level: 9 }).length
  sum(`search, compressed: the script ${size(script)} bytes, the French index ${size(Buffer.from(index))}`)
  assert.ok(size(script) < 5 * 1024)
  assert.ok(size(Buffer.from(index)) < 60 * 1024)
})
