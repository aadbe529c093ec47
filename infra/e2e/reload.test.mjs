// An editor at work: a change is in the browser by itself, a mistake leaves the last good page.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { stage } from './stage.mjs'

const on = stage({ copied: true })

async function edit (name, from, to) {
  const path = join(on.place.path, name)
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

  await edit('content/pages/contact.fr.md', 'tittle: Erreur', 'title: Écrivez-nous')
  await page.getByRole('heading', { level: 1, name: 'Écrivez-nous' }).waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
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
