// Takes the pictures of the real site that people review and README.md shows: `node infra/e2e/pictures.mjs`.
// They are looked at, not compared: versions of Chromium draw letters a little differently, and what must not change
// has tests of its own. The font is Roboto, as on an Android phone (fonts.mjs).
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { answers } from './site.mjs'
import { staged } from './stage.mjs'

const into = fileURLToPath(new URL('pictures/', import.meta.url))
const go = (path) => (page, url) => page.goto(url + path)
const answer = (name) => answers.find(([title]) => title === name)[1]

const pages = {
  fr: {
    home: go('/'),
    level: go('/niveaux-de-participation/partenariat/'),
    type: go('/types-de-partenaires/usager-partenaire/'),
    form: go('/candidature/'),
    errors: answer('fr: every question unanswered'),
    received: answer('fr: received')
  },
  en: {
    home: go('/en/'),
    level: go('/en/levels-of-involvement/partnership/'),
    type: go('/en/types-of-partners/partner-user/'),
    form: go('/en/apply/'),
    errors: answer('en: every question unanswered'),
    received: answer('en: received')
  }
}
const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 860 } }

const browser = await launch()

async function take (on, name, show, viewport, options = {}) {
  const page = await browser.newPage({ viewport, ...options })
  await show(page, on.system.url)
  await page.screenshot({ type: 'jpeg', quality: 75, path: join(into, `${name}.jpg`) })
  await page.close()
}

await staged({}, async (on) => {
  for (const [lang, shown] of Object.entries(pages)) {
    for (const [name, show] of Object.entries(shown)) {
      for (const [size, viewport] of Object.entries(sizes)) await take(on, `${name}-${lang}-${size}`, show, viewport)
    }
  }
  await take(on, 'home-en-desktop-dark', pages.en.home, sizes.desktop, { colorScheme: 'dark' })
  await take(on, 'form-fr-phone-dark', pages.fr.form, sizes.phone, { colorScheme: 'dark' })
})
await staged({ theme: 'squares' }, (on) => take(on, 'squares-home-fr-desktop', pages.fr.home, sizes.desktop))
await browser.close()
