// What there is to look at: every page that the site publishes, and every kind of answer of the function.
import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fill } from './applicant.mjs'

/** The published files of a system whose names end so, by name below `dist/public`. */
export async function published (on, ending = '') {
  const root = join(on.place.path, 'dist', 'public')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(root, path).replaceAll(sep, '/') }))
}

/** The paths of all published pages, without the leaves at old addresses that only lead on. */
export async function paths (on) {
  const list = JSON.parse(await readFile(join(on.place.path, 'dist', 'redirects.json'), 'utf8'))
  const old = new Set(list.map(({ from }) => from))
  const files = await published(on, '.html')
  return files.map(({ name }) => `/${name.replace(/(^|\/)index\.html$/, '$1')}`).filter((path) => !old.has(path)).sort()
}

export const forms = { fr: '/candidature/', en: '/en/apply/' }

/** The function's answers that a person gets to see: a name, and how a browser's page comes to show it. */
export const answers = ['fr', 'en'].flatMap((lang) => {
  const press = (page) => page.locator('form#application .actions button').click()
  const open = (page, url) => page.goto(url + forms[lang])
  return [
    [`${lang}: every question unanswered`, async (page, url) => {
      await open(page, url)
      await press(page)
      await page.locator('#form-summary').waitFor()
    }],
    [`${lang}: received`, async (page, url) => {
      await open(page, url)
      await fill(page, { name: 'Zoé' })
      await press(page)
      await page.waitForURL(/application\/[0-9A-Z]{4}-/)
    }],
    [`${lang}: a reference that is none`, (page, url) => page.goto(`${url}/api/${lang}/application/0000-0001`)],
    [`${lang}: nothing at this address`, (page, url) => page.goto(`${url}/api/${lang}/nothing`)],
  ]
})
