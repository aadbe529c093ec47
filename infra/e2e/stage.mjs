// What every test here stands on: a system in a folder of its own, and a browser; gone when the file ends.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { launch } from './browser.mjs'
import { copyInto, folder, start } from './system.mjs'

/** Set before the first test; `copied` content and themes stand in the system's folder, to be changed there.
    In another `theme` they are copied too, since the content names it. */
export function stage ({ copied = false, theme } = {}) {
  const on = { place: undefined, system: undefined, browser: undefined }
  before(async () => {
    on.place = await folder()
    const own = copied || theme !== undefined
    if (own) await copyInto(on.place.path)
    if (theme !== undefined) await dress(on.place.path, theme)
    on.system = await start(on.place.path, own ? on.place.path : undefined)
    on.browser = await launch()
  })
  after(async () => {
    await on.browser?.close()
    await on.system?.kill()
    await on.place?.remove()
  })
  return on
}

async function dress (path, theme) {
  const settings = join(path, 'content', 'site.yaml')
  const text = await readFile(settings, 'utf8')
  await writeFile(settings, text.replace(/^theme: .*$/m, `theme: ${theme}`))
}
