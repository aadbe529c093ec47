// What is taken for a robot's. A person who switches the language, comes back to the page or corrects an error sends at
// once, and is not. The clock of these pages stands at one second, so that each measured time is a robot's.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { fill } from './applicant.mjs'
import { args, executablePath } from './browser.mjs'
import { forms } from './site.mjs'
import { stage } from './stage.mjs'

const on = stage()

/** How many tenths of a second something is waited for that has to come. */
const patience = 1200

const send = (page) => page.locator('form#application .actions button').click()

/** The reference of the application that was sent, once it is confirmed. The page itself knows where it is, also when it
    came back from the browser's memory. */
async function received (page) {
  for (let left = patience; left > 0; left -= 1) {
    const address = await page.evaluate(() => location.pathname).catch(() => '')
    const found = address.match(/\/application\/([0-9A-Z]{4}-[0-9A-Z]{4})$/)
    if (found) return found[1]
    await wait(100)
  }
  assert.fail(await page.evaluate(() => document.querySelector('main').innerText))
}

async function opened (browser = on.browser) {
  const context = await browser.newContext({ locale: 'fr-CA', viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => { performance.now = () => 1000 })
  const page = await context.newPage()
  page.on('dialog', (dialog) => dialog.accept())
  await page.goto(on.system.url + forms.fr)
  return page
}

/** Fills in the form of somebody of this name, with an address of their own. */
async function written (page, name) {
  await fill(page, { name })
  await page.locator('[name=email]').fill(`${name.toLowerCase()}@exemple.ca`)
}

const messages = (reference) => ['receipt', 'notice']
  .filter((kind) => existsSync(join(on.place.path, 'data', 'outbox', `${reference}-${kind}.eml`)))

/** Resolves when the receipt and the notice lie in the outbox: nobody took the sender for a robot. */
async function answered (page) {
  const reference = await received(page)
  for (let left = patience; messages(reference).length < 2; left -= 1) {
    assert.ok(left > 0, `of ${reference} there is only: ${messages(reference)}`)
    await wait(100)
  }
}

test('a form that was opened empty and sent within a second is marked, and gets no messages', async () => {
  const page = await opened()
  await written(page, 'Robot')
  await send(page)
  const reference = await received(page)
  // Messages go in order: once those of a later application are there, none will come of this one.
  const later = await opened()
  await written(later, 'Personne')
  await later.evaluate(() => { performance.now = () => 60_000 })
  await send(later)
  await answered(later)
  assert.deepEqual(messages(reference), [])
})

test('after the language is switched it can be sent at once', async () => {
  const page = await opened()
  await written(page, 'Langue')
  await page.getByRole('main').getByRole('button', { name: 'English' }).click()
  await page.waitForURL(/\/api\/en\/application/)
  await send(page)
  await answered(page)
})

test('after a look at the privacy page it can be sent at once', async () => {
  const page = await opened()
  await written(page, 'Retour')
  await page.getByRole('contentinfo').getByRole('link', { name: 'confidentialité' }).first().click()
  await page.waitForURL(/confidentialite/)
  await page.goBack()
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Retour')
  await send(page)
  await answered(page)
})

test('loaded again with its answers it can be sent at once', async () => {
  const page = await opened()
  await written(page, 'Relue')
  await page.reload()
  // Not every browser keeps them; where they are gone, they are written again.
  if (await page.locator('[name=first_name]').inputValue() === '') await written(page, 'Relue')
  await send(page)
  await answered(page)
})

test('after an error is corrected it can be sent at once', async () => {
  const page = await opened()
  await written(page, 'Erreur')
  await page.locator('[name=phone]').fill('555-012')
  await send(page)
  await page.locator('#form-summary').waitFor()
  await page.locator('[name=phone]').fill('819 555-0123')
  await send(page)
  await answered(page)
})

test('answers that the browser put in by itself are not measured', async () => {
  const page = await opened()
  // As a password manager does before the page is ready.
  await page.addInitScript(() => addEventListener('DOMContentLoaded', () => { document.getElementById('last_name').value = 'Roy' }))
  await page.goto(on.system.url + forms.fr)
  await written(page, 'Remplie')
  await send(page)
  await answered(page)
})

test('the page that the browser kept in memory can be sent at once', async () => {
  // Playwright turns that memory off by default.
  const browser = await chromium.launch({ executablePath, args, chromiumSandbox: false, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  after(() => browser.close())
  const page = await opened(browser)
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => { document.documentElement.dataset.kept = persisted }))
  await written(page, 'Memoire')
  await page.evaluate(() => { location.href = '/confidentialite/' })
  await page.waitForURL(/confidentialite/)
  await page.evaluate(() => { history.back() }).catch(() => {})
  // Playwright does not follow a page that comes back from there; what it evaluates reaches it all the same.
  const kept = () => page.evaluate(() => document.documentElement.dataset.kept).catch(() => undefined)
  while (await kept() === undefined) await wait(100)
  assert.equal(await kept(), 'true')
  await page.evaluate(() => document.querySelector('form#application .actions button').click())
  await answered(page)
})

test('neither people nor what fills in forms for them meet the trap for robots', async () => {
  const page = await opened()
  const trap = page.locator('.honeypot input')
  const name = await trap.getAttribute('name')
  // Words by which browsers and password managers know what to fill in.
  assert.doesNotMatch(name, /name|nom|mail|courriel|phone|tel|address|adresse|street|city|ville|zip|postal|country|pays|company|organi[sz]ation|title|url|web|site|birth|user|login|pass|code|search|card/i)
  assert.equal(await trap.getAttribute('autocomplete'), 'off')
  await trap.evaluate((input) => input.focus())
  assert.ok(!await trap.evaluate((input) => input === document.activeElement), 'it takes no focus')
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const boxes = nodes.filter((node) => node.role?.value === 'textbox' && !node.ignored).map((node) => node.name.value)
  assert.ok(boxes.some((label) => label.startsWith('Prénom')), boxes.join())
  assert.ok(!boxes.some((label) => /vide/.test(label)), boxes.join())
})
