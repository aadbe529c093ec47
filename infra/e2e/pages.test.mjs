// Every page, and every answer of the function, in every width and colour scheme: no accessibility violation,
// text at 7:1, no sideways scrolling. The count of what was looked at is printed, so that nothing is passed
// over in silence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violations } from './axe.mjs'
import { answers, paths } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const widths = [320, 768, 1280]
const schemes = ['light', 'dark']

const on = stage()

async function mistakes (page) {
  const found = await violations(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return wide > 0 ? [...found, `${wide} px too wide`] : found
}

test('what is wrong is found: contrast below AA and below AAA, a picture without its text', async () => {
  const context = await on.browser.newContext()
  const page = await context.newPage()
  await page.setContent(`<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1>
    <p style="color: #666">Sous AAA</p><p style="color: #888">Sous AA</p><img src="g.png"></main>`)
  const found = (await violations(page)).map((mistake) => mistake.split(' at ')[0])
  assert.deepEqual(found.sort(), ['color-contrast', 'color-contrast-enhanced', 'image-alt'])
  await context.close()
})

test('every page is accessible and fits its width', async () => {
  const pages = (await paths(on)).map((path) => [path, (page, url) => page.goto(url + path)])
  assert.ok(pages.length > 30)
  const shown = [...pages, ...answers]
  let checked = 0
  const look = async (colorScheme) => {
    const found = []
    for (const width of widths) {
      const context = await on.browser.newContext({ colorScheme, viewport: { width, height: 900 } })
      const page = await context.newPage()
      for (const [name, show] of shown) {
        await show(page, on.system.url)
        found.push(...(await mistakes(page)).map((mistake) => `${name} ${width} ${colorScheme}: ${mistake}`))
        checked += 1
      }
      await context.close()
      console.log(`${colorScheme}, ${width} px: ${shown.length} pages, violations so far: ${found.length}`)
    }
    return found
  }
  const found = (await Promise.all(schemes.map(look))).flat()
  sum(`${shown.length} pages × ${widths.length} widths × ${schemes.length} modes = ${checked} checked, violations: ${found.length}`)
  assert.equal(checked, shown.length * widths.length * schemes.length)
  assert.deepEqual(found, [])
})
