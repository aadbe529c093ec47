// The content security policy: nothing inline, nothing from elsewhere, and no page that breaks it. Every answer
// has the headers of the deployed site, whatever it is.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { answers, paths } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'
import { ownPolicy } from './system.mjs'

// A child theme with a script of its own, as a designer would add it.
const on = stage({
  theme: 'child',
  prepare: async (path) => {
    const child = join(path, 'themes', 'child')
    for (const folder of ['assets', 'templates']) await mkdir(join(child, folder), { recursive: true })
    await writeFile(join(child, 'theme.yaml'), 'extends: circles\n')
    await writeFile(join(child, 'assets', 'child.js'), "document.documentElement.dataset.child = 'ran'\n")
    const page = await readFile(join(path, 'themes', 'circles', 'templates', 'page.html'), 'utf8')
    const block = '{% block script %}<script type="module" src="{{ assets["child.js"] }}"></script>{% endblock %}'
    await writeFile(join(child, 'templates', 'page.html'), page + block)
  }
})

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

test('the theme’s own scripts run, a child theme’s too, without further work', async () => {
  const page = await on.browser.newPage()
  await page.goto(`${on.system.url}/nous-joindre/`)
  await page.locator('html[data-child=ran]').waitFor({ state: 'attached' })
  await page.goto(`${on.system.url}/candidature/`)
  assert.ok(!await page.locator('#service_link-group').isVisible(), 'the form’s script hides what is not asked')
  await page.goto(`${on.system.url}/recherche/`)
  await page.getByRole('searchbox').waitFor()
  await page.close()
})

test('a script that got among the site’s own files does not run', async () => {
  const page = await on.browser.newPage()
  const script = 'document.documentElement.dataset.accident = "ran"\n'
  const digest = `sha256-${createHash('sha256').update(script).digest('base64')}`
  const files = join(on.place.path, 'dist', 'public', 'files')
  await mkdir(files, { recursive: true })
  await writeFile(join(files, 'accident.js'), script)
  const tags = [
    '<script src="/files/accident.js"></script>',
    '<script type="module" src="/files/accident.js"></script>',
    `<script src="/files/accident.js" integrity="${digest}"></script>`,
    '<script type="module">import "/files/accident.js"</script>',
    `<script>${script}</script>`,
    '<img src="x" onerror="document.documentElement.dataset.accident = 1">',
    '<iframe src="/files/accident.svg"></iframe><object data="/files/accident.svg"></object>'
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script><script href="/files/accident.js"/></svg>`
  await writeFile(join(files, 'accident.svg'), svg)
  for (const [index, tag] of tags.entries()) {
    await writeFile(join(files, `accident-${index}.html`), `<!doctype html><title>x</title>${tag}<p>end</p>`)
    const blocked = page.waitForEvent('console', (message) => /Content.Security.Policy/i.test(message.text()))
    await page.goto(`${on.system.url}/files/accident-${index}.html`)
    await blocked
    assert.equal(await page.evaluate(() => document.documentElement.dataset.accident), undefined, tag)
  }
  await page.goto(`${on.system.url}/files/accident.svg`)
  assert.equal(await page.evaluate(() => document.documentElement.dataset.accident), undefined)
  // From a page of the site, whose own scripts run.
  await page.goto(`${on.system.url}/nous-joindre/`)
  const outcome = await page.evaluate(async ([src, integrity]) => {
    const load = (attributes) => new Promise((resolve) => {
      const script = Object.assign(document.createElement('script'), { src, onload: () => resolve('ran'), onerror: () => resolve('refused') }, attributes)
      document.head.append(script)
    })
    const imported = import(src).then(() => 'ran', () => 'refused')
    return [await load({}), await load({ type: 'module' }), await load({ integrity }), await imported]
  }, ['/files/accident.js', digest])
  assert.deepEqual(outcome, Array(4).fill('refused'))
  assert.equal(await page.evaluate(() => document.documentElement.dataset.accident), undefined)
  await page.close()
  sum(`${tags.length} pages and a drawing with a script among the site’s files: none of them ran; the theme’s own did`)
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
  assert.match(policy, /; script-src( 'sha256-[^']+')+; /)
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
      const sent = answer.headers.get(name)
      const isPage = !new URL(answer.url).pathname.startsWith('/api/')
      const own = name === 'content-security-policy' && isPage ? await ownPolicy(on.system.url, sent) : sent
      assert.equal(own, value, `${path}: ${name}`)
    }
  }
})
