// The focus indicator, measured as WCAG 2.4.13 says: the pixels that differ by 3:1 between the focused and the
// unfocused state are at least as many as a 2 px line around the control.
const around = 14

/** How a control stands: the smallest box around all of it, on how many lines, and the pixels of a 2 px line around
    it. A link that wraps is measured as it would appear on a single line: so WCAG defines its bounding box. */
const measure = (control) => control.evaluate((element) => {
  const { x, y, width, height } = element.getBoundingClientRect()
  const lines = [...element.getClientRects()].filter((line) => line.width > 0)
  const onOneLine = lines.reduce((sum, line) => sum + line.width, 0) + Math.max(...lines.map((line) => line.height))
  return { box: { x, y, width, height }, lines: lines.length, wanted: Math.ceil(2 * 2 * onOneLine) }
})

/** One control of each look: an index among all that can have the focus, and what it is. */
const looks = (page) => page.evaluate(() => {
  const seen = new Map()
  const all = [...document.querySelectorAll('a[href], button, input, textarea, summary')]
  all.forEach((element, index) => {
    if (element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.honeypot')) return
    const place = element.closest('header, nav, footer, .alert, .card, .hero, .invitation, .prose, form, main')
    const look = [place?.tagName, place?.className, element.tagName, element.className, element.type].join(' ')
    if (!seen.has(look)) seen.set(look, { index, name: `${element.tagName} ${element.textContent.trim() || element.name}` })
  })
  return [...seen.values()]
})

/** How many pixels of two pictures differ by 3:1 or more; counted in a page, where pictures can be read. */
const changed = (scratch, pictures) => scratch.evaluate(async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    context.drawImage(picture, 0, 0)
    return context.getImageData(0, 0, picture.width, picture.height).data
  }))
  const linear = (part) => part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
  const light = (picture, at) => 0.2126 * linear(picture[at]) + 0.7152 * linear(picture[at + 1]) + 0.0722 * linear(picture[at + 2])
  let pixels = 0
  for (let at = 0; at < one.length; at += 4) {
    const [a, b] = [light(one, at) + 0.05, light(other, at) + 0.05]
    if (Math.max(a, b) / Math.min(a, b) >= 3) pixels += 1
  }
  return pixels
}, pictures.map((png) => png.toString('base64')))

/** Controls whose focus cannot be seen well enough: name, pixels found, pixels wanted. Also how many controls were
    measured, and how many of them wrap. */
export async function faint (page, scratch) {
  await page.keyboard.press('Tab')
  const found = []
  let wrapped = 0
  const controls = await looks(page)
  for (const { index, name } of controls) {
    const control = page.locator('a[href], button, input, textarea, summary').nth(index)
    await control.focus()
    await control.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
    const { box, lines, wanted } = await measure(control)
    const { width, height } = page.viewportSize()
    const left = Math.max(0, Math.floor(box.x - around))
    const top = Math.max(0, Math.floor(box.y - around))
    const clip = {
      x: left,
      y: top,
      width: Math.min(width, Math.ceil(box.x + box.width + around)) - left,
      height: Math.min(height, Math.ceil(box.y + box.height + around)) - top
    }
    const shot = () => page.screenshot({ clip, caret: 'hide', animations: 'disabled' })
    const focused = await shot()
    await control.blur()
    const pixels = await changed(scratch, [focused, await shot()])
    if (pixels < wanted) found.push(`${name}: ${pixels} pixels of ${wanted}`)
    if (lines > 1) wrapped += 1
  }
  return { found, count: controls.length, wrapped }
}
