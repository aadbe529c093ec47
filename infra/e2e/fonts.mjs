// The fonts of the browser tests come with the tests: fontconfig, from which Chromium gets its fonts, reads a file of
// our own and sees no font of the machine. FONT names another family: `FONT=dejavu node --test infra/e2e/*.test.mjs`.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const styles = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic']
const dejavu = ['Sans', 'Sans-Oblique', 'Sans-Bold', 'Sans-BoldOblique']

// The font of Android phones, which the themes name; and a much wider one, which many Linux desktops have.
const families = {
  roboto: styles.map((style) => `@expo-google-fonts/roboto/${style}/Roboto_${style}.ttf`),
  dejavu: dejavu.map((style) => `dejavu-fonts-ttf/ttf/DejaVu${style}.ttf`)
}

export const font = process.env.FONT ?? 'roboto'

function configured () {
  if (!Object.hasOwn(families, font)) throw new Error(`FONT is one of ${Object.keys(families).join(', ')}, not ${font}`)
  const folder = mkdtempSync(join(tmpdir(), 'partners-fonts-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const file of families[font]) {
    symlinkSync(fileURLToPath(new URL(`node_modules/${file}`, import.meta.url)), join(folder, basename(file)))
  }
  const file = join(folder, 'fonts.conf')
  writeFileSync(file, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>
`)
  return file
}

/** The environment of a browser that has these fonts and no other, and the machine's clock: Chromium does not start with
    the library by which infra/other-days gives programs another one. */
export const environment = { ...process.env, FONTCONFIG_FILE: configured(), LD_PRELOAD: '' }
