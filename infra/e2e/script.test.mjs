// The form with JavaScript: the same way through, with help on the way; and by the keyboard alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill } from './applicant.mjs'
import { stage } from './stage.mjs'

const on = stage()

async function opened (path = '/candidature/') {
  const context = await on.browser.newContext({ locale: 'fr-CA', viewport: { width: 390, height: 800 } })
  const page = await context.newPage()
  page.on('dialog', (dialog) => dialog.accept())
  await page.goto(on.system.url + path)
  return page
}

const send = (page) => page.getByRole('main').getByRole('button', { name: 'Envoyer ma candidature' }).click()
const message = (page) => page.locator('[role=status].sent')
const received = (page) => page.waitForURL(/\/api\/fr\/application\/[0-9A-Z]{4}-[0-9A-Z]{4}/)

test('a question comes when another calls for it, and goes when it no longer does', async () => {
  const page = await opened()
  const service = page.locator('#service_link-group')
  const community = page.locator('#community_link-group')
  assert.ok(!await service.isVisible() && !await community.isVisible())
  await page.locator('[name=partner_type][value=partner-user]').check()
  assert.ok(await service.isVisible() && !await community.isVisible())
  await page.locator('[name=partner_type][value=citizen-partner]').check()
  assert.ok(!await service.isVisible() && await community.isVisible())
})

test('characters are counted as people count them', async () => {
  const page = await opened()
  const motivation = page.locator('[name=motivation]')
  const told = async () => (await page.locator('#motivation-max').innerText()).replaceAll('\u00a0', ' ')
  await motivation.fill('  é👩‍👩‍👧  ')
  assert.equal(await told(), 'Caractères restants : 998')
  await motivation.fill('é'.repeat(1003))
  assert.equal(await told(), 'Caractères en trop : 3')
})

test('errors come back on the page, the summary has the focus, and mending them sends', async () => {
  const page = await opened()
  await fill(page, { name: 'Zoé' })
  await page.locator('[name=phone]').fill('555-012')
  await send(page)
  await page.locator('#form-summary').waitFor()
  assert.ok((await page.title()).startsWith('Erreur'))
  assert.equal(await page.evaluate(() => document.activeElement.id), 'form-summary')
  assert.equal(await page.locator('[name=phone]').inputValue(), '555-012')
  assert.ok(await page.locator('[name=service_link][value=yes]').isChecked())
  assert.ok(!await page.locator('#community_link-group').isVisible())
  await page.locator('#form-summary').getByRole('link').click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'phone')
  await page.locator('[name=phone]').fill('819 555-0123')
  await send(page)
  await received(page)
})

test('without a connection every answer stays, and is sent when it is back', async () => {
  const page = await opened()
  await fill(page, { name: 'Hors ligne' })
  await page.context().setOffline(true)
  await send(page)
  assert.match(await message(page).innerText(), /hors ligne/)
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Hors ligne')
  await page.context().setOffline(false)
  await send(page)
  await received(page)
})

test('an answer that is lost on its way is told, and sent again it is one application', async () => {
  const page = await opened()
  await fill(page, { name: 'Perdue' })
  const sent = []
  await page.route('**/api/fr/application', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 })
    sent.push(answer.headers().location)
    if (sent.length === 1) await route.abort()
    else await route.fulfill({ response: answer })
  })
  await send(page)
  await page.waitForFunction(() => document.querySelector('[role=status].sent').textContent.includes('enregistrer'))
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Perdue')
  await page.unroute('**/api/fr/application')
  await send(page)
  await received(page)
  assert.ok(sent[0].startsWith(new URL(page.url()).pathname), 'the same reference')
})

test('whoever is about to leave what they wrote is asked first; after sending, nobody is', async () => {
  const page = await (await on.browser.newContext()).newPage()
  const asked = []
  page.on('dialog', (dialog) => { asked.push(dialog.type()) })
  await page.goto(`${on.system.url}/candidature/`)
  await page.locator('[name=first_name]').pressSequentially('Zoé')
  const question = page.waitForEvent('dialog')
  // Stays without an end: the page is not left.
  page.reload({ timeout: 0 }).catch(() => {})
  await (await question).dismiss()
  assert.deepEqual(asked, ['beforeunload'])
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Zoé')
  await fill(page, { name: 'Partie' })
  await send(page)
  await received(page)
  assert.equal(asked.length, 1)
})

test('while it is sent the button says so, and stays a button', async () => {
  const page = await opened()
  await fill(page, { name: 'En cours' })
  let go
  const held = new Promise((resolve) => { go = resolve })
  await page.route('**/api/fr/application', async (route) => {
    await held
    await route.continue()
  })
  await send(page)
  const button = page.locator('form#application .actions button')
  assert.equal((await button.innerText()).trim(), 'Envoi en cours…')
  assert.ok(await button.isEnabled())
  assert.match(await message(page).innerText(), /Envoi en cours/)
  go()
  await received(page)
})

test('a double click sends once', async () => {
  const page = await opened()
  await fill(page, { name: 'Deux' })
  let posts = 0
  page.on('request', (request) => { if (request.method() === 'POST') posts += 1 })
  await page.getByRole('main').getByRole('button', { name: 'Envoyer ma candidature' }).dblclick()
  await received(page)
  assert.equal(posts, 1)
})

test('the other language keeps the answers', async () => {
  const page = await opened()
  await fill(page, { name: 'Zoé' })
  await page.getByRole('main').getByRole('button', { name: 'English' }).click()
  await page.waitForURL(/\/api\/en\/application/)
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Zoé')
  assert.ok(await page.locator('#service_link-group').isVisible())
})

test('the whole application by keyboard', async () => {
  const page = await opened()
  const press = (key) => page.keyboard.press(key)
  const focused = () => page.evaluate(() => {
    const { name, value, type } = document.activeElement
    return { name, value, type }
  })
  /** Tabs to a control by its name; fails if it cannot be reached. */
  const reach = async (name) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused()).name === name) return
      await press('Tab')
    }
    assert.fail(`${name} is not reached with the Tab key`)
  }
  const choose = async (name, value) => {
    await reach(name)
    await press('Space')
    for (let presses = 0; (await focused()).value !== value; presses += 1) {
      assert.ok(presses < 12, `${name} has no ${value}`)
      await press('ArrowDown')
    }
  }
  await press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await press('Enter')
  await choose('partner_type', 'citizen-partner')
  await choose('community_link', 'live')
  const order = await page.locator('#application :is(input, textarea):visible').evaluateAll((inputs) => [...new Set(inputs.map((input) => input.name))])
  for (const name of order.slice(order.indexOf('community_link') + 1)) {
    if (name === 'first_name' || name === 'last_name') {
      await reach(name)
      await page.keyboard.type('Ève')
    } else if (name === 'contact_method') await choose(name, 'phone')
    else if (name === 'phone') {
      await reach(name)
      await page.keyboard.type('819 555-0123')
    } else if (name === 'language') await choose(name, 'fr')
    else if (name === 'motivation') {
      await reach(name)
      await page.keyboard.type('Aider à mieux accueillir les gens.')
    } else if (name === 'age_14' || name === 'ack_process') {
      await reach(name)
      await press('Space')
    }
  }
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate(() => document.activeElement.matches('.actions button'))) break
    await press('Tab')
  }
  await press('Enter')
  await received(page)
})
