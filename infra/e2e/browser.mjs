// The real browser that all tests here drive.
import { chromium } from 'playwright-core'
import { environment } from './fonts.mjs'

export const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const args = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'
]

export const env = environment

// How long a test waits for what must come. A busy machine is slow; it does not fail a test.
const patience = 120_000

export async function launch () {
  const browser = await chromium.launch({ executablePath, args, env, chromiumSandbox: false, timeout: patience })
  browser.on('context', (context) => {
    context.setDefaultTimeout(patience)
    context.setDefaultNavigationTimeout(patience)
  })
  return browser
}
