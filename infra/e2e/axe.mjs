// What axe is asked everywhere: WCAG 2.2 A and AA, best practice, and of AAA the contrast that the themes promise.
import { AxeBuilder } from '@axe-core/playwright'

const values = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
const options = { runOnly: { type: 'tag', values }, rules: { 'color-contrast-enhanced': { enabled: true } } }

/** What a page breaks: the rule, and the first place. There are no frames here, so axe may run in the page alone. */
export async function violations (page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(options).analyze()
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0].target}`)
}
