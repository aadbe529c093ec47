// What every test here stands on: a system in a folder of its own, and a browser; gone when the file ends.
import { after, before } from 'node:test'
import { launch } from './browser.mjs'
import { copyInto, folder, start } from './system.mjs'

/** Set before the first test; `copied` content and themes stand in the system's folder, to be changed there. */
export function stage ({ copied = false } = {}) {
  const on = { place: undefined, system: undefined, browser: undefined }
  before(async () => {
    on.place = await folder()
    if (copied) await copyInto(on.place.path)
    on.system = await start(on.place.path, copied ? on.place.path : undefined)
    on.browser = await launch()
  })
  after(async () => {
    await on.browser?.close()
    await on.system?.kill()
    await on.place?.remove()
  })
  return on
}
