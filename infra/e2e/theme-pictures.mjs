// Draws the pictures of fixed size of each theme from its sign: `node infra/e2e/theme-pictures.mjs`.
// They are files of the theme, so that a build needs no browser; draw them again when its colours change.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'

/** Two circles of a radius around the middle of a picture; `overlap` is the shared part of a diameter. */
function circles ({ width, height, radius, overlap }) {
  const [middle, apart, stroke] = [width / 2, (1 - overlap) * radius, radius * 0.15]
  const [y, h] = [height / 2, Math.sqrt(radius ** 2 - apart ** 2)]
  const arc = `A${radius} ${radius} 0 0 1 ${middle}`
  return `<rect width="100%" height="100%" fill="#fffdf8"/>
    <path fill="#f2bf4a" d="M${middle} ${y - h}${arc} ${y + h}${arc} ${y - h}Z"/>
    <g fill="none" stroke-width="${stroke}">
      <circle stroke="#168196" cx="${middle - apart}" cy="${y}" r="${radius}"/>
      <circle stroke="#d8622f" cx="${middle + apart}" cy="${y}" r="${radius}"/>
    </g>`
}

/** Two squares of half a side `radius`, likewise. */
function squares ({ width, height, radius, overlap }) {
  const [left, top, shared] = [width / 2 - (2 - overlap) * radius, height / 2 - radius, 2 * radius * overlap]
  const square = (x, width, fill) => `<path fill="${fill}" d="M${x} ${top}h${width}v${2 * radius}h${-width}Z"/>`
  const second = left + 2 * radius - shared
  return `<rect width="100%" height="100%" fill="#fff"/>
    ${square(left, 2 * radius, '#4f48c8')}${square(second, 2 * radius, '#0f8a63')}${square(second, shared, '#d7f26c')}`
}

/** An icon keeps its sign within the circle that phones leave of it. */
const icon = (size) => ({ width: size, height: size, radius: size * 0.2, overlap: 0.35 })

const pictures = {
  'share.png': { width: 1200, height: 630, radius: 200, overlap: 0.55 },
  'icon-192.png': icon(192),
  'icon-512.png': icon(512),
  'touch-icon.png': icon(180)
}

const browser = await launch()
try {
  for (const [theme, draw] of Object.entries({ circles, squares })) {
    for (const [name, { width, height, ...sign }] of Object.entries(pictures)) {
      const page = await browser.newPage({ viewport: { width, height } })
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${draw({ width, height, ...sign })}</svg>`
      await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
      const file = fileURLToPath(new URL(`../../themes/${theme}/assets/${name}`, import.meta.url))
      await writeFile(file, await page.screenshot())
      await page.close()
    }
  }
} finally {
  await browser.close()
}
