// Every page of the site map, in every width and colour scheme: no accessibility violation, no sideways
// scrolling. The count of what was looked at is printed, so that nothing is passed over in silence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { stage } from './stage.mjs'

const widths = [320, 768, 1280]
const schemes = ['light', 'dark']
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

const on = stage()

/** Paths of all pages: those of the site map, and those that it leaves out. */
async function paths () {
  const sitemap = await (await fetch(`${on.system.url}/sitemap.xml`)).text()
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url).pathname)
  return [...listed, '/404.html', '/en/404.html']
}

test('every page is accessible and fits its width', async () => {
  const pages = await paths()
  assert.ok(pages.length > 30)
  const found = []
  let checked = 0
  for (const colorScheme of schemes) {
    for (const width of widths) {
      const context = await on.browser.newContext({ colorScheme, viewport: { width, height: 900 } })
      const page = await context.newPage()
      for (const path of pages) {
        await page.goto(on.system.url + path)
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
        for (const { id, nodes } of violations) {
          found.push(`${path} ${width} ${colorScheme}: ${id} at ${nodes[0].target}`)
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 0) found.push(`${path} ${width} ${colorScheme}: ${wide} px too wide`)
        checked += 1
      }
      await context.close()
    }
  }
  console.log(`${pages.length} pages × ${widths.length} widths × ${schemes.length} schemes = ${checked} checked, violations: ${found.length}`)
  assert.deepEqual(found, [])
})
