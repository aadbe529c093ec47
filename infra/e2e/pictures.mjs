// Takes the pictures that README.md shows, of the real site: `node infra/e2e/pictures.mjs`.
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { folder, start } from './system.mjs'

const pictures = [
  { name: 'home-fr-desktop', path: '/', width: 1280, height: 860 },
  { name: 'level-en-phone', path: '/en/levels-of-involvement/partnership/', width: 390, height: 860 },
  { name: 'form-fr-phone-dark', path: '/candidature/', width: 390, height: 860, colorScheme: 'dark' }
]

const place = await folder()
const system = await start(place.path)
const browser = await launch()
for (const { name, path, width, height, colorScheme = 'light' } of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme })
  await page.goto(system.url + path)
  await page.screenshot({ type: 'jpeg', quality: 80, path: fileURLToPath(new URL(`pictures/${name}.jpg`, import.meta.url)) })
}
await browser.close()
await system.kill()
await place.remove()
