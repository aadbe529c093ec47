// What every test here stands on: a system in a folder of its own, and a browser; gone when the file ends.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { launch } from './browser.mjs'
import { copyInto, folder, start } from './system.mjs'

/** Starts a system; `copied` content and themes stand in its folder, to be changed there. For another `theme`
    they are copied too, since the content names it. */
async function raise ({ copied = false, theme }) {
  const place = await folder()
  const own = copied || theme !== undefined
  if (own) await copyInto(place.path)
  if (theme !== undefined) await dress(place.path, theme)
  const system = await start(place.path, own ? place.path : undefined)
  // The preview starts over a broken site too; a test does not.
  const { ok } = await fetch(system.url)
  if (!ok) throw new Error(await system.errors(''))
  return { place, system }
}

async function dress (path, theme) {
  const settings = join(path, 'content', 'site.yaml')
  const text = await readFile(settings, 'utf8')
  await writeFile(settings, text.replace(/^theme: .*$/m, `theme: ${theme}`))
}

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
