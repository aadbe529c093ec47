// How the form behaves, with and without JavaScript: it asks without getting in the way, tells what is wrong
// in the same words twice, and loses nothing that was written.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fill } from './applicant.mjs'
import { forms } from './site.mjs'
import { stage } from './stage.mjs'

const on = stage()

const plain = (text) => text.replaceAll('\u00a0', ' ').trim()
const send = (page) => page.locator('form#application .actions button').click()
const received = (page) => page.waitForURL(/\/api\/fr\/application\/[0-9A-Z]{4}-[0-9A-Z]{4}/)
const reference = (page) => page.url().match(/application\/([^?#]+)/)[1]

for (const javaScriptEnabled of [false, true]) {
  describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    async function opened (path = forms.fr) {
      const context = await on.browser.newContext({ javaScriptEnabled, locale: 'fr-CA', viewport: { width: 390, height: 800 } })
      const page = await context.newPage()
      page.on('dialog', (dialog) => dialog.accept())
      await page.goto(on.system.url + path)
      return page
    }

    async function refused () {
      const page = await opened()
      await send(page)
      await page.locator('#form-summary').waitFor()
      return page
    }

    test('nothing is chosen, shortened, masked or kept from being pressed', async () => {
      const page = await opened()
      const form = page.locator('form#application')
      assert.notEqual(await form.getAttribute('novalidate'), null)
      const barriers = '[maxlength], [minlength], [pattern], [placeholder], [required], [disabled], [readonly], [onpaste]'
      assert.equal(await form.locator(barriers).count(), 0)
      assert.equal(await form.locator('input:checked').count(), 0)
    })

    test('browsers know what to fill in, and phones which keys to show', async () => {
      const page = await opened()
      const attributes = (name, ...wanted) => Promise.all(wanted.map((attribute) => page.locator(`[name=${name}]`).getAttribute(attribute)))
      assert.deepEqual(await attributes('first_name', 'autocomplete'), ['given-name'])
      assert.deepEqual(await attributes('last_name', 'autocomplete'), ['family-name'])
      assert.deepEqual(await attributes('phone', 'type', 'autocomplete'), ['tel', 'tel'])
      assert.deepEqual(await attributes('email', 'type', 'autocomplete', 'spellcheck'), ['email', 'email', 'false'])
    })

    test('the summary stands first, in the order of the form and in the words beside each question', async () => {
      const page = await refused()
      assert.ok(plain(await page.title()).startsWith('Erreur : '))
      const first = await page.evaluate(() => {
        const summary = document.getElementById('form-summary')
        const order = summary.compareDocumentPosition(document.querySelector('h1'))
        return summary.closest('main') !== null && Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING)
      })
      assert.ok(first, 'the summary is in main, above the h1')
      let above = -1
      for (const link of await page.locator('#form-summary a').all()) {
        const target = (await link.getAttribute('href')).slice(1)
        const control = page.locator(`[id="${target}"]`)
        const { described, place, invalid } = await control.evaluate((control) => {
          const holder = control.closest('[aria-invalid][aria-describedby]') ?? control.closest('fieldset.field[aria-describedby]') ?? control
          const texts = (holder.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? `no ${id}`)
          return { described: texts, place: control.getBoundingClientRect().top, invalid: Boolean(control.closest('[aria-invalid=true]')) }
        })
        const words = plain(await link.innerText())
        assert.ok(described.some((text) => plain(text).endsWith(words)), `${target}: ${words} is not in ${described}`)
        assert.ok(described.every((text) => !text.startsWith('no ')), `${target}: ${described}`)
        assert.ok(invalid, target)
        assert.ok(place > above, `${target} is out of order`)
        above = place
      }
      assert.ok(above > 0)
    })

    test('come back to from another page, it has what was written', async () => {
      const page = await opened()
      await fill(page, { name: 'Gardée' })
      await page.getByRole('navigation').getByRole('link', { name: 'Nous joindre' }).click()
      await page.waitForURL(/nous-joindre/)
      await page.goBack()
      assert.equal(await page.locator('[name=first_name]').inputValue(), 'Gardée')
      assert.ok(await page.locator('[name=service_link][value=yes]').isChecked())
      assert.ok(await page.locator('[name=service_link][value=yes]').isVisible())
    })

    test('with errors and loaded again, it has what was written', async () => {
      const page = await opened()
      await fill(page, { name: 'Relue' })
      await page.locator('[name=phone]').fill('12')
      await send(page)
      await page.locator('#form-summary').waitFor()
      assert.equal(await page.locator('[name=first_name]').inputValue(), 'Relue')
      if (javaScriptEnabled) return
      await page.reload()
      assert.equal(await page.locator('[name=first_name]').inputValue(), 'Relue')
      assert.equal(await page.locator('[name=phone]').inputValue(), '12')
    })

    test('a page of another version of the form: told so, every answer kept, then sent', async () => {
      const page = await opened()
      // Not yet stored: one that is gets its confirmation, whatever form it was written on.
      const name = javaScriptEnabled ? 'Ancienne' : 'Vieille'
      await fill(page, { name })
      await page.locator('[name=form_version]').evaluate((field) => { field.value = 'old' })
      await send(page)
      await page.locator('#form-summary').waitFor()
      assert.match(plain(await page.locator('#form-summary').innerText()), /Le formulaire a changé/)
      assert.equal(await page.locator('[name=first_name]').inputValue(), name)
      await send(page)
      await received(page)
    })

    test('the confirmation says what comes next, can be kept as a bookmark, and tells nobody who wrote', async () => {
      const page = await opened()
      await fill(page, { name: 'Signet' })
      await send(page)
      await received(page)
      const day = new URL(page.url()).searchParams.get('contact_by')
      const days = (Date.parse(day) - Date.now()) / 86_400_000
      assert.ok(days > 28 && days < 31, day)
      const text = plain(await page.getByRole('main').innerText())
      for (const wanted of [reference(page), '819 555-0123', String(Number(day.slice(8)))]) assert.ok(text.includes(wanted), wanted)
      assert.ok(!/Signet|Anjou|555/.test(page.url()))
      const other = await opened(new URL(page.url()).pathname + new URL(page.url()).search)
      assert.equal(plain(await other.getByRole('main').innerText()), text)
      await page.reload()
      assert.equal(plain(await page.getByRole('main').innerText()), text)
    })

    test('back from the confirmation every answer is there, and sent again it is one application', async () => {
      const page = await opened()
      await fill(page, { name: 'Retour' })
      await send(page)
      await received(page)
      const first = reference(page)
      await page.goBack()
      await page.locator('form#application').waitFor()
      assert.equal(await page.locator('[name=first_name]').inputValue(), 'Retour')
      assert.equal(plain(await page.locator('.sent').innerText()), '')
      assert.equal(plain(await page.locator('form#application .actions button').innerText()), 'Envoyer ma candidature')
      await send(page)
      await received(page)
      assert.equal(reference(page), first)
    })

    test('no cookie, nothing stored, no other host', async () => {
      const page = await opened()
      const hosts = new Set()
      page.on('request', (request) => hosts.add(new URL(request.url()).origin))
      await fill(page, { name: 'Privée' })
      await send(page)
      await received(page)
      assert.deepEqual([...hosts], [on.system.url])
      assert.deepEqual(await page.context().cookies(), [])
      assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0])
    })
  })
}
