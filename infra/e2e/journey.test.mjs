// A visitor's way from the home page to the confirmation, without JavaScript, in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill } from './applicant.mjs'
import { stage } from './stage.mjs'
import { start } from './system.mjs'

const journeys = [
  {
    lang: 'fr',
    home: '/',
    types: 'Types de partenaires',
    type: 'Usager partenaire',
    apply: 'Poser ma candidature',
    send: 'Envoyer ma candidature',
    received: 'Nous avons reçu votre candidature',
    error: 'Erreur : ',
    problem: 'Il y a un problème'
  },
  {
    lang: 'en',
    home: '/en/',
    types: 'Types of partners',
    type: 'Partner user',
    apply: 'Apply',
    send: 'Send my application',
    received: 'We have received your application',
    error: 'Error: ',
    problem: 'There is a problem'
  }
]

// What everybody must answer, in the order of the form.
const required = [
  'partner_type', 'first_name', 'last_name', 'contact_method', 'language', 'motivation', 'age_14', 'ack_process'
]

const on = stage()

async function visitor (lang, width = 1280) {
  const context = await on.browser.newContext({
    javaScriptEnabled: false,
    locale: `${lang}-CA`,
    viewport: { width, height: 800 }
  })
  return context.newPage()
}

for (const words of journeys) {
  test(`from home to the confirmation, ${words.lang}`, async () => {
    const page = await visitor(words.lang, 320)
    await page.goto(on.system.url + words.home)
    await page.getByRole('navigation').getByRole('link', { name: words.types }).first().click()
    await page.getByRole('main').getByRole('link', { name: words.type, exact: true }).first().click()
    await page.getByRole('main').getByRole('link', { name: words.apply }).last().click()
    await fill(page, { name: `Zoé ${words.lang}` })
    await page.getByRole('button', { name: words.send }).click()
    assert.equal(await page.locator('h1').innerText(), words.received)
    assert.match(page.url(), new RegExp(`/api/${words.lang}/application/[0-9A-Z]{4}-[0-9A-Z]{4}\\?contact_by=\\d{4}-\\d\\d-\\d\\d(#|$)`))
    const reference = page.url().match(/application\/([^?]+)/)[1]
    assert.ok((await page.getByRole('main').innerText()).includes(reference))
  })

  test(`an empty form comes back with the summary first, ${words.lang}`, async () => {
    const page = await visitor(words.lang)
    await page.goto(on.system.url + words.home)
    await page.getByRole('main').getByRole('link', { name: words.apply }).first().click()
    await page.getByRole('button', { name: words.send }).click()
    assert.ok((await page.title()).replaceAll('\u00a0', ' ').startsWith(words.error))
    const summary = page.locator('#form-summary')
    assert.equal(await summary.getByRole('heading').innerText(), words.problem)
    assert.match(page.url(), /#form-summary$/)
    const links = await summary.getByRole('link').all()
    const marked = await page.locator('[aria-invalid=true]').count()
    const targets = await Promise.all(links.map((link) => link.getAttribute('href')))
    assert.deepEqual(targets, required.map((key) => `#${key}`))
    for (const target of targets) {
      assert.equal(await page.locator(`input${target}, textarea${target}`).count(), 1, `${target} is one control`)
    }
    assert.ok(marked >= required.length)
  })
}

test('an activity is applied for by name', async () => {
  const page = await visitor('fr', 320)
  await page.goto(on.system.url)
  await page.getByRole('navigation').getByRole('link', { name: 'Activités' }).first().click()
  await page.getByRole('main').getByRole('link', { name: 'Essayer les nouveaux panneaux' }).click()
  await page.getByRole('link', { name: 'Poser ma candidature pour cette activité' }).click()
  const named = page.getByRole('main').getByRole('link', { name: 'Essayer les nouveaux panneaux' })
  assert.ok(await named.isVisible())
  await fill(page, { name: 'Activité' })
  await page.locator('[name=phone]').fill('')
  await page.getByRole('button', { name: 'Envoyer ma candidature' }).click()
  assert.ok(await named.isVisible())
  await page.locator('[name=phone]').fill('819 555-0123')
  await page.getByRole('button', { name: 'Envoyer ma candidature' }).click()
  assert.equal(await page.locator('h1').innerText(), 'Nous avons reçu votre candidature')
})

test('answers are kept when one is wrong, and when the language is switched', async () => {
  const page = await visitor('fr')
  await page.goto(on.system.url)
  await page.getByRole('main').getByRole('link', { name: 'Poser ma candidature' }).first().click()
  await fill(page, { name: 'Zoé' })
  await page.locator('[name=phone]').fill('555-012')
  await page.getByRole('button', { name: 'Envoyer ma candidature' }).click()
  const kept = async () => {
    assert.equal(await page.locator('[name=phone]').inputValue(), '555-012')
    assert.equal(await page.locator('[name=motivation]').inputValue(), 'Je veux aider à améliorer l’accueil.\n« Ensemble » <b>!</b>')
    assert.ok(await page.locator('[name=service_link][value=yes]').isChecked())
    assert.ok(await page.locator('[name=age_14]').isChecked())
  }
  assert.equal(await page.locator('#form-summary').getByRole('link').count(), 1)
  await kept()
  await page.getByRole('main').getByRole('button', { name: 'English' }).click()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-CA')
  await kept()
})

test('sent twice it is one application, also after the power went', async () => {
  const page = await visitor('fr')
  const send = async () => {
    await page.goto(on.system.url)
    await page.getByRole('main').getByRole('link', { name: 'Poser ma candidature' }).first().click()
    await fill(page, { name: 'Twice' })
    await page.getByRole('button', { name: 'Envoyer ma candidature' }).click()
    return page.url().match(/application\/([^?]+)/)[1]
  }
  const first = await send()
  assert.equal(await send(), first)
  await on.system.kill()
  on.system = await start(on.place.path)
  assert.equal(await send(), first)
})

test('a letter that is too long is refused with a page, not with a bare status', async () => {
  const body = new URLSearchParams({ motivation: 'é'.repeat(70_000) })
  const answer = await fetch(`${on.system.url}/api/fr/application`, { method: 'POST', body })
  assert.equal(answer.status, 413)
  assert.match(await answer.text(), /<html lang="fr-CA">/)
})
