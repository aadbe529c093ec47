// The staff's report, as the command writes it from what the system at home holds: valid, accessible in every width
// and colour scheme, asking for nothing, and the public one without a single reference.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { violations } from './axe.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const run = promisify(execFile)
const program = process.env.APPLICATIONS ?? fileURLToPath(new URL('../../target/debug/applications', import.meta.url))
const checker = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')
const widths = [320, 768, 1280]
const schemes = ['light', 'dark']
const on = stage()

/** Applies as one of several people; the reference of the application. */
async function apply (number) {
  const body = new URLSearchParams({
    partner_type: 'partner-user', service_link: 'yes', first_name: 'Zoé', last_name: 'D’Anjou', contact_method: 'email',
    email: `personne${number}@exemple.ca`, language: 'fr', motivation: 'Améliorer l’accueil.', levels: 'partnership',
    age_14: 'true', ack_process: 'true'
  })
  const answer = await fetch(`${on.system.url}/api/fr/application`, { method: 'POST', body, headers: { accept: 'application/json' } })
  assert.equal(answer.status, 201)
  return (await answer.json()).reference
}

/** Has the command write a report; its place. */
async function report (lang, audience) {
  const out = join(on.place.path, `report-${audience}-${lang}.html`)
  const choice = audience === 'public' ? ['--public'] : []
  await run(program, [
    'report', '--local', '--data', join(on.place.path, 'data'), '--bundle', join(on.place.path, 'dist', 'form-fn'),
    '--by', 'marie', '--lang', lang, ...choice, '--out', out
  ])
  return out
}

async function mistakes (path, width, colorScheme) {
  // Axe is put into the page, which its policy forbids to all but us.
  const context = await on.browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } })
  try {
    const page = await context.newPage()
    const asked = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(pathToFileURL(path).href)
    const found = await violations(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) found.push(`${wide} px too wide`)
    return [...found, ...asked.slice(1).map((url) => `asks for ${url}`)].map((told) => `${path} ${width} ${colorScheme}: ${told}`)
  } finally {
    await context.close()
  }
}

test('the report is valid, accessible and stands alone, and the public one names nobody', async () => {
  const references = []
  for (let number = 1; number <= 6; number += 1) references.push(await apply(number))
  const files = []
  for (const audience of ['internal', 'public']) {
    for (const lang of ['fr', 'en']) {
      const path = await report(lang, audience)
      const html = await readFile(path, 'utf8')
      assert.match(html, new RegExp(`<html lang="${lang}-CA">`))
      if (audience === 'public') assert.deepEqual(references.filter((reference) => html.includes(reference)), [])
      files.push(path)
    }
  }
  const found = []
  for (const path of files) {
    for (const scheme of schemes) for (const width of widths) found.push(...await mistakes(path, width, scheme))
  }
  sum(`${files.length} reports × ${widths.length} widths × ${schemes.length} modes checked, violations: ${found.length}`)
  assert.deepEqual(found, [])
  const { stderr } = await run('java', [
    '-Xss4m', '-jar', checker, '--format', 'json', '--also-check-css', '--exit-zero-always', ...files
  ], { maxBuffer: 1 << 24 })
  assert.deepEqual(JSON.parse(stderr).messages, [])
})
