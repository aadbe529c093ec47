// An editor at work: a change is in the browser by itself, a mistake leaves the last good page.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { stage } from './stage.mjs'
import { copyInto, folder, start } from './system.mjs'

const on = stage()

async function edit (name, from, to, place = on.place) {
  const path = join(place.path, name)
  const text = await readFile(path, 'utf8')
  assert.ok(text.includes(from), `${name} holds ${from}`)
  await writeFile(path, text.replace(from, to))
}

test('a changed page shows by itself, a broken one does not', async () => {
  const page = await on.browser.newPage()
  let loads = 0
  page.on('load', () => { loads += 1 })
  await page.goto(`${on.system.url}/nous-joindre/`)
  const title = await page.locator('h1').innerText()
  await edit('content/pages/contact.fr.md', `title: "${title}"`, 'title: Parlez-nous')
  await page.getByRole('heading', { level: 1, name: 'Parlez-nous' }).waitFor()

  await edit('content/pages/contact.fr.md', 'title: Parlez-nous', 'tittle: Erreur')
  const mistake = await on.system.errors('did you mean `title`?')
  assert.match(mistake, /contact\.fr\.md:2:1/)
  assert.equal((await fetch(`${on.system.url}/nous-joindre/`)).status, 200)
  const overlay = page.getByRole('alert')
  await overlay.getByText(/contact\.fr\.md:2:1/).first().waitFor()
  await overlay.getByText('did you mean `title`?').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Parlez-nous' }).waitFor()

  // A page that is opened now says so too; Escape and the button put it away.
  const other = await on.browser.newPage()
  await other.goto(`${on.system.url}/`)
  await other.getByRole('alert').getByRole('button').click()
  assert.equal(await other.getByRole('alert').count(), 0)
  await other.reload()
  await other.getByRole('alert').waitFor()
  await other.keyboard.press('Escape')
  assert.equal(await other.getByRole('alert').count(), 0)
  await other.close()

  await edit('content/pages/contact.fr.md', 'tittle: Erreur', 'title: Écrivez-nous')
  await page.getByRole('heading', { level: 1, name: 'Écrivez-nous' }).waitFor()
  assert.equal(await overlay.count(), 0)
  // Time for a load too many.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {})
  assert.equal(loads, 3, 'one load for each good change, and the first')
})

test('a reworded question is on the page that the function answers', async () => {
  await edit('content/form.yaml', 'Prénom', 'Votre prénom')
  const page = await on.browser.newPage()
  await page.goto(`${on.system.url}/candidature/`)
  await page.getByLabel('Votre prénom').waitFor()
  const answer = await fetch(`${on.system.url}/api/fr/application`, { method: 'POST', body: new URLSearchParams() })
  assert.equal(answer.status, 422)
  assert.ok((await answer.text()).includes('Votre prénom'))
})

test('closed while somebody writes: the note and every answer on the page', async () => {
  const page = await on.browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${on.system.url}/candidature/`)
  await page.locator('[name=motivation]').fill('Une longue réponse que je tiens à garder.')
  const rebuilt = on.system.rebuilt()
  await edit('content/site.yaml', 'applications: { open: true }', 'applications: { closed_until: 2099-01-15 }')
  await rebuilt
  await page.locator('form#application button.button').click()
  assert.ok((await page.getByRole('main').innerText()).includes('15 janvier 2099'))
  assert.equal(await page.locator('[name=motivation]').inputValue(), 'Une longue réponse que je tiens à garder.')
})

test('a mistake taken back leaves the page as it is, without the overlay', async () => {
  const page = await on.browser.newPage()
  let loads = 0
  page.on('load', () => { loads += 1 })
  await page.goto(`${on.system.url}/confidentialite/`)
  await edit('content/pages/privacy.fr.md', 'title:', 'tittle:')
  await page.getByRole('alert').waitFor()
  await edit('content/pages/privacy.fr.md', 'tittle:', 'title:')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  assert.equal(loads, 1)
})

test('broken from the start: every address says so, then shows its page by itself', async () => {
  const place = await folder()
  await copyInto(place.path)
  await edit('content/pages/contact.fr.md', 'title:', 'tittle:', place)
  const system = await start(place.path, place.path)
  try {
    assert.match(await system.errors('did you mean `title`?'), /contact\.fr\.md:2:1/)
    for (const path of ['/nous-joindre/', '/en/', '/api/fr/application']) {
      const answer = await fetch(system.url + path)
      assert.equal(answer.status, 503, path)
      const text = await answer.text()
      assert.ok(text.includes('Pas encore de site') && text.includes('No site yet'), path)
    }
    const page = await on.browser.newPage()
    await page.goto(`${system.url}/nous-joindre/`)
    await page.getByRole('alert').getByText(/contact\.fr\.md:2:1/).first().waitFor()
    await edit('content/pages/contact.fr.md', 'tittle:', 'title:', place)
    await page.getByRole('navigation').first().waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
    const form = await fetch(`${system.url}/api/fr/application`, { method: 'POST', body: new URLSearchParams() })
    assert.equal(form.status, 422)

    // Started again over a mistake: what the last run built is shown under it.
    await system.kill()
    await edit('content/pages/contact.fr.md', 'title:', 'tittle:', place)
    const again = await start(place.path, place.path)
    try {
      await page.goto(`${again.url}/nous-joindre/`)
      await page.getByRole('alert').waitFor()
      await page.getByRole('navigation').first().waitFor()
      const form = await fetch(`${again.url}/api/fr/application`, { method: 'POST', body: new URLSearchParams() })
      assert.equal(form.status, 422)
    } finally {
      await again.kill()
    }
  } finally {
    await system.kill()
    await place.remove()
  }
})
