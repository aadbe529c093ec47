// What every test here stands on: a system in a folder of its own, and a browser; gone when the file ends.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { launch } from './browser.mjs'
import { copyInto, folder, start } from './system.mjs'

/** Starts a system in a folder of its own, with a copy of content and themes that a test may change. `theme` names
    another theme than the content does; `prepare` changes the copy before the system starts. */
async function raise ({ theme, prepare }) {
  const place = await folder()
  await copyInto(place.path)
  await edit(place.path, 'pages/opportunities/signs.fr.md', /^deadline: .*$/m, `deadline: ${inAMonth()}`)
  if (theme !== undefined) await edit(place.path, 'site.yaml', /^theme: .*$/m, `theme: ${theme}`)
  if (prepare) await prepare(place.path)
  const system = await start(place.path, place.path)
  // The preview starts over a broken site too; a test does not.
  const { ok } = await fetch(system.url)
  if (!ok) throw new Error(await system.errors(''))
  return { place, system }
}

async function edit (path, name, from, to) {
  const file = join(path, 'content', name)
  const text = await readFile(file, 'utf8')
  if (!from.test(text)) throw new Error(`${name} does not hold ${from}`)
  await writeFile(file, text.replace(from, to))
}

/** A day on which an activity that is open now is still open, however long the tests run. */
const inAMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

async function clear (on) {
  await on.system?.kill()
  await on.place?.remove()
}

/** Set before the first test, cleared after the last. */
export function stage (options = {}) {
  const on = { place: undefined, system: undefined, browser: undefined }
  before(async () => {
    Object.assign(on, await raise(options))
    on.browser = await launch()
  })
  after(async () => {
    await on.browser?.close()
    await clear(on)
  })
  return on
}

/** A system for as long as it is used, without tests. */
export async function staged (options, use) {
  const on = await raise(options)
  try {
    await use(on)
  } finally {
    await clear(on)
  }
}
