// A page with its style sheets fits into what a server may send before it hears from the browser again: ten
// packets, 14 KB. Compressed with gzip, the least that every browser takes.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { published } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const budget = 14 * 1024
const script = 5_000

const on = stage()

const weight = async (path) => gzipSync(await readFile(path), { level: 9 }).length
const asset = (address) => weight(join(on.place.path, 'dist', 'public', address))

test('every page with its style sheets is within 14 KB', async () => {
  const pages = []
  for (const { name, path } of await published(on, '.html')) {
    const html = await readFile(path, 'utf8')
    const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href)
    const weights = await Promise.all(sheets.map(asset))
    pages.push({ name, bytes: (await weight(path)) + weights.reduce((sum, bytes) => sum + bytes, 0) })
  }
  assert.ok(pages.length > 30)
  pages.sort((a, b) => b.bytes - a.bytes)
  for (const { name, bytes } of pages) console.log(`${bytes} bytes: ${name}`)
  sum(`${pages.length} pages weighed with their style sheets, compressed; the largest, ${pages[0].name}: ${pages[0].bytes} bytes of ${budget}`)
  assert.deepEqual(pages.filter(({ bytes }) => bytes > budget), [])
})

test('the form’s script is within 5 KB', async () => {
  const scripts = (await published(on, '.js')).filter(({ name }) => name.startsWith('assets/application.'))
  assert.equal(scripts.length, 1)
  const bytes = await weight(scripts[0].path)
  sum(`the form’s script, compressed: ${bytes} bytes of ${script}`)
  assert.ok(bytes <= script)
})
