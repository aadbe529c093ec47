// Contrast as WCAG reckons it, and what a theme promises of its colours.

const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4

/** Relative luminance of a colour in three parts of 255. */
export const luminance = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255)

export function contrast (one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'panel', 'card']

// Each colour of text, on every ground that it may stand on; then what is no text and must be seen.
export const text = [
  ...['ink', 'soft', 'link', 'visited', 'error'].map((role) => [role, grounds]),
  ['deep-ink', ['deep']], ['deep-soft', ['deep']], ['on-us', ['us']]
].flatMap(([role, on]) => on.map((ground) => [role, ground]))

export const shapes = ['us', 'you', 'soft', 'error'].flatMap((role) => grounds.map((ground) => [role, ground]))

/** The theme's colours by role, as the page has them. */
export const colours = (page) => page.evaluate(() => {
  const style = getComputedStyle(document.documentElement)
  const roles = ['ink', 'soft', 'paper', 'panel', 'card', 'us', 'you', 'both', 'on-us', 'link', 'visited', 'error', 'deep', 'deep-ink', 'deep-soft']
  return Object.fromEntries(roles.map((role) => {
    const hex = style.getPropertyValue(`--${role}`).trim().slice(1)
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
    return [role, [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16))]
  }))
})
