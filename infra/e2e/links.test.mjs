// No link of the built site is broken, nor one that leads to a place within a page: judged by lychee, offline,
// in the files as they are published.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const on = stage()
const lychee = process.env.LYCHEE ?? fileURLToPath(new URL('tools/bin/lychee', import.meta.url))

const run = (args) => new Promise((resolve, reject) => {
  execFile(lychee, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    if (error && typeof error.code !== 'number') reject(error)
    else resolve({ code: error?.code ?? 0, stdout, stderr })
  })
})

test('no link leads nowhere', async () => {
  const root = join(on.place.path, 'dist', 'public')
  const settings = await readFile(fileURLToPath(new URL('../../content/site.yaml', import.meta.url)), 'utf8')
  const [, base] = settings.match(/^base_url: (?:!example )?(\S+)$/m)
  const { code, stdout, stderr } = await run([
    '--offline', '--include-fragments=anchor-only', '--index-files', 'index.html', '--root-dir', root,
    '--remap', `^${base} file://${root}`, '--exclude', '/api/', '--format', 'json', '--no-progress', root
  ])
  assert.ok(stdout.startsWith('{'), stderr)
  const told = JSON.parse(stdout)
  sum(`${told.total} links followed, broken: ${told.errors}`)
  assert.ok(told.successful > 500, stdout)
  assert.deepEqual(told.error_map, {})
  assert.equal(code, 0)
})
