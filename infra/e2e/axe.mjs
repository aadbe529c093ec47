// What axe is asked everywhere: WCAG 2.2 A and AA, best practice, and of AAA the contrast that the themes promise. Axe's
// rule of AAA passes over what is below AA: it takes both.
import axe from 'axe-core'

const values = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
const rules = { 'color-contrast-enhanced': { enabled: true } }
const options = { runOnly: { type: 'tag', values }, rules, resultTypes: ['violations'] }

/** What a page breaks: the rule, and the first place. */
export async function violations (page) {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate((options) => window.axe.run(options), options)
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0].target}`)
}
