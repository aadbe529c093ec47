// The content security policy: nothing inline, nothing from elsewhere, and no page that breaks it. Every answer
// has the headers of the deployed site, whatever it is.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { answers, paths } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const on = stage()

test('no page breaks the policy or fetches from elsewhere', async () => {
  const context = await on.browser.newContext()
  const found = []
  await context.exposeFunction('brokenPolicy', (what) => found.push(what))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      window.brokenPolicy(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sample}`)
    })
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && /policy/i.test(message.text())) found.push(`${page.url()}: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(on.system.url)) found.push(`${page.url()} asks for ${request.url()}`)
  })
  const pages = await paths(on)
  let blocks = 0
  for (const path of pages) {
    await page.goto(on.system.url + path)
    blocks += await page.locator('script[type="application/ld+json"]').count()
  }
  for (const [, show] of answers) await show(page, on.system.url)
  assert.ok(blocks > 40, 'structured data is on the pages')
  sum(`${pages.length} pages and ${answers.length} answers opened, ${blocks} with structured data; broken policies and requests elsewhere: ${found.length}`)
  assert.deepEqual(found, [])
  // What the policy is there for is refused, and told: so the silence above means something.
  const refused = page.waitForEvent('console', (message) => /script-src/.test(message.text()))
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' })))
  await refused
  assert.equal(await page.evaluate(() => window.ran), undefined)
  await context.close()
})

test('the web manifest of each language is sound, and its icons are there', async () => {
  const page = await on.browser.newPage()
  const session = await page.context().newCDPSession(page)
  for (const [path, start] of [['/', '/'], ['/en/contact/', '/en/']]) {
    await page.goto(on.system.url + path)
    const { errors, data } = await session.send('Page.getAppManifest')
    assert.deepEqual(errors, [])
    const manifest = JSON.parse(data)
    assert.equal(manifest.start_url, start)
    for (const { src, sizes, type } of manifest.icons) {
      const answer = await fetch(on.system.url + src)
      assert.equal(answer.headers.get('content-type'), type)
      if (type !== 'image/png') continue
      const bytes = Buffer.from(await answer.arrayBuffer())
      assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes)
    }
  }
  await page.close()
})

test('every answer has the headers of the deployed site', async () => {
  const bundle = JSON.parse(await readFile(join(on.place.path, 'dist/form-fn/bundle.json'), 'utf8'))
  const headers = Object.fromEntries(bundle.settings.headers)
  const policy = headers['content-security-policy']
  assert.ok(policy.startsWith("default-src 'none'") && !/unsafe|data:|https?:|\*/.test(policy), policy)
  const home = await (await fetch(on.system.url)).text()
  const [style] = home.match(/\/assets\/style\.[^"]+/)
  const kinds = {
    '/': 'text/html',
    [style]: 'text/css',
    '/atom.xml': 'text/xml',
    '/en/search.json': 'application/json',
    '/manifest.webmanifest': 'application/manifest+json',
    '/.well-known/security.txt': 'text/plain',
    '/nulle-part/': 'text/html',
    '/api/fr/application': 'text/html',
    '/api/health': 'application/json'
  }
  for (const [path, kind] of Object.entries(kinds)) {
    const answer = await fetch(on.system.url + path)
    assert.ok(answer.headers.get('content-type')?.startsWith(kind), `${path}: ${answer.headers.get('content-type')}`)
    for (const [name, value] of Object.entries(headers)) {
      assert.equal(answer.headers.get(name), value, `${path}: ${name}`)
    }
  }
})
