// The whole system, started as a newcomer starts it, on a free port with folders of its own.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = process.env.LOCAL_SYSTEM ?? join(root, 'target/debug/local')

/** A folder for one system's site and applications; gone with `remove`. */
export async function folder () {
  const path = await mkdtemp(join(tmpdir(), 'partners-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** The site's own policy, from one that the preview sends: that one also allows the preview's script. */
export async function ownPolicy (url, policy) {
  const script = await (await fetch(`${url}/_preview/preview.js`)).text()
  const digest = `'sha256-${createHash('sha256').update(script).digest('base64')}' `
  if (!policy.includes(digest)) throw new Error(`the preview does not allow its own script: ${policy}`)
  return policy.replace(digest, '')
}

/** Copies what editors and designers write into a folder, to be changed there. */
export async function copyInto (path) {
  for (const name of ['content', 'themes']) {
    await cp(join(root, name), join(path, name), { recursive: true })
  }
}

/** Starts the system in a folder; resolves when it says where it listens. `from` holds content and themes. */
export async function start (path, from = root) {
  const child = spawn(program, [
    '--addr', '127.0.0.1:0',
    '--data', join(path, 'data'),
    '--out', join(path, 'dist'),
    '--content', join(from, 'content'),
    '--themes', join(from, 'themes')
  ], { env: { ...process.env, LC_ALL: 'C' } })
  let errors = ''
  const waiting = []
  child.stderr.on('data', (text) => {
    errors += text
    for (const { part, resolve } of waiting) if (errors.includes(part)) resolve(errors)
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+/)
      if (found) resolve(found[0])
    })
    ended.then((code) => reject(new Error(`the system ended with ${code}:\n${errors}`)))
  })
  return {
    url,
    /** Resolves when the next build is done; to be asked for before the change that sets it off. */
    rebuilt: () => new Promise((resolve) => lines.on('line', (line) => {
      if (line.startsWith('built:')) resolve()
    })),
    /** Resolves with all that was said to standard error once a part of it is. */
    errors: (part) => errors.includes(part)
      ? Promise.resolve(errors)
      : new Promise((resolve) => waiting.push({ part, resolve })),
    /** Ends it without warning, as a power cut would. */
    async kill () {
      child.kill('SIGKILL')
      await ended
    }
  }
}
