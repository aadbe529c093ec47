// Lighthouse on a simulated phone: 100 in each category, on home, a level and the form. Its times are reckoned,
// not waited for; a busy machine can still spoil a run, so the best of a few counts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as launcher from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { args, env, executablePath } from './browser.mjs'
import { host } from './host.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const categories = ['performance', 'accessibility', 'best-practices', 'seo']
const pages = ['/', '/niveaux-de-participation/partenariat/', '/candidature/', '/en/']
const tries = 10

const on = stage()

async function measure (url, port) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'error' })
  const scores = categories.map((name) => Math.round(lhr.categories[name].score * 100))
  const short = Object.values(lhr.audits)
    .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
    .map(({ id, displayValue = '' }) => `${id} ${displayValue}`)
  return { scores, short }
}

async function best (url, port) {
  let found
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const measured = await measure(url, port)
    if (!found || Math.min(...measured.scores) >= Math.min(...found.scores)) found = measured
    if (found.scores.every((score) => score === 100)) break
  }
  return found
}

test('100 in each category', async (t) => {
  const site = await host(on)
  const chrome = await launcher.launch({
    chromePath: executablePath, chromeFlags: ['--headless=new', '--no-sandbox', ...args], envVars: env, logLevel: 'error'
  })
  try {
    for (const path of pages) {
      await t.test(path, async () => {
        const { scores, short } = await best(site.url + path, chrome.port)
        sum(`Lighthouse ${path}: ${categories.map((name, at) => `${name} ${scores[at]}`).join(', ')}`)
        assert.deepEqual(scores, categories.map(() => 100), short.join('\n'))
      })
    }
  } finally {
    await chrome.kill()
    site.close()
  }
})
