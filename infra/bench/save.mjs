// How long after a save the change is in the output, and in the browser's hands:
// `node infra/bench/save.mjs COUNT`. The generator comes from SITE_GEN, else target/release/site-gen.
// One page of COUNT is saved again and again; "written" is when its file in the output has changed, "told"
// when the event that loads open pages again has come. The table gives medians and the slowest, in ms.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync, watch } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { make } from './pages.mjs'

const rounds = 20
const program = process.env.SITE_GEN ?? fileURLToPath(new URL('../../target/release/site-gen', import.meta.url))
const count = Number(process.argv[2] ?? 1000)
const folder = await mkdtemp(join(tmpdir(), 'partners-bench-'))

/** When the next event comes that tells of a good build. */
async function * told (url) {
  const answer = await fetch(`${url}/_preview/events`)
  let first = true
  for await (const chunk of answer.body) {
    // Generators before typed events said `data: built`, and nothing at the start.
    const text = Buffer.from(chunk).toString()
    if (text.includes('event: built') && first) first = false
    else if (text.includes('built')) yield performance.now()
  }
}

/** When the page built at an address holds a text. */
function written (address, part) {
  const built = join(folder, 'dist/public', address)
  return new Promise((resolve) => {
    const watcher = watch(built, () => {
      if (!readFileSync(join(built, 'index.html'), 'utf8').includes(part)) return
      watcher.close()
      resolve(performance.now())
    })
  })
}

/** Saves a change of a page many times; how long each took. */
async function measure (events, name, page, address, edit) {
  const path = join(folder, 'content/pages', page)
  const text = await readFile(path, 'utf8')
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const mark = `Essai${name.length}n${round}`
    const [changed, next] = [edit(text, mark), events.next()]
    const there = written(address, mark)
    const start = performance.now()
    await writeFile(path, changed)
    const [write, { value: tell }] = await Promise.all([there, next])
    times.push([write - start, tell - start])
    await sleep(300)
  }
  const column = (index) => times.map((time) => time[index]).sort((a, b) => a - b)
  const show = (sorted) => `${sorted[rounds / 2].toFixed(0)} (${sorted.at(-1).toFixed(0)})`
  console.log(`| ${count} | ${name} | ${show(column(0))} | ${show(column(1))} |`)
}

let server
try {
  await make(folder, count)
  const args = ['content', 'themes', 'out'].flatMap((name) => [`--${name}`, join(folder, name === 'out' ? 'dist' : name)])
  server = spawn(program, ['serve', '--addr', '127.0.0.1:8765', '--lang', 'en', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('http://')) break
  server.stdout.resume()
  const events = told('http://127.0.0.1:8765')
  await sleep(3000) // The build that follows the start is over, and files are no longer young.
  console.log(`${cpus().length} × ${cpus()[0].model}`)
  console.log('| pages | what was saved | written | told |\n|---|---|---|---|')
  const title = (text, mark) => text.replace(/^title: .*$/m, `title: ${mark}`)
  await measure(events, 'text', 'contact.fr.md', 'nous-joindre', (text, mark) => `${text}\n${mark}\n`)
  await measure(events, 'title below', 'bench/s0/p3.fr.md', 'bench/s0/p3', title)
  await measure(events, 'title in the menu', 'contact.fr.md', 'nous-joindre', title)
} finally {
  if (server?.exitCode === null) {
    server.kill()
    await once(server, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
}
process.exit()
