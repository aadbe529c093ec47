// HTML, style sheets and pictures judged by the Nu Html Checker: everything published, and the function's
// answers as they come. One run of it for all, without error or warning.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { forms, published } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

const on = stage()
const checker = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

/** Bodies of the function's answers, by a name for each. */
async function answers (url) {
  const bodies = {}
  for (const lang of Object.keys(forms)) {
    const address = `${url}/api/${lang}/application`
    const post = (answers, headers = {}) => fetch(address, { method: 'POST', body: new URLSearchParams(answers), headers })
    const given = {
      partner_type: 'partner-user', service_link: 'yes', first_name: 'Zoé', last_name: 'D’Anjou', contact_method: 'phone',
      phone: '819 555-0123', language: 'fr', motivation: 'Aider à « tout » <b>améliorer</b>.', age_14: 'true', ack_process: 'true'
    }
    const asked = {
      errors: [422, post({})],
      one: [422, post({ ...given, phone: '12' })],
      received: [200, post(given)],
      shown: [200, post({ ...given, _action: 'show' })],
      activity: [200, fetch(`${address}?opportunity=signs`)],
      missing: [404, fetch(`${address}/0000-0001`)],
      method: [405, fetch(address, { method: 'PUT' })],
      large: [413, post({ motivation: 'a'.repeat(70_000) })],
      type: [415, fetch(address, { method: 'POST', body: 'a', headers: { 'content-type': 'text/plain' } })],
      bytes: [400, fetch(address, { method: 'POST', body: 'a=%ff', headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
      foreign: [403, post(given, { origin: 'https://elsewhere.example' })]
    }
    for (const [name, [status, answer]] of Object.entries(asked)) {
      const { status: told, ...response } = await answer.then(async (got) => ({ status: got.status, body: await got.text() }))
      assert.equal(told, status, `${lang} ${name}`)
      bodies[`${lang}-${name}.html`] = response.body
    }
  }
  return bodies
}

test('what is published and what is answered is valid, without a warning', async () => {
  const folder = join(on.place.path, 'answers')
  await mkdir(folder)
  const bodies = await answers(on.system.url)
  for (const [name, body] of Object.entries(bodies)) await writeFile(join(folder, name), body)
  const files = (await Promise.all(['.html', '.css', '.svg'].map((ending) => published(on, ending)))).flat()
  assert.ok(files.length > 40)
  const judged = [...files.map(({ path }) => path), ...Object.keys(bodies).map((name) => join(folder, name))]
  const { stderr } = await promisify(execFile)('java', [
    '-Xss4m', '-jar', checker, '--format', 'json', '--also-check-css', '--also-check-svg', '--exit-zero-always', ...judged
  ], { maxBuffer: 1 << 26 })
  const { messages } = JSON.parse(stderr)
  sum(`${files.length} files and ${Object.keys(bodies).length} answers judged, errors and warnings: ${messages.length}`)
  // Each message once, with the first place of it.
  const told = new Map(messages.reverse().map(({ url, lastLine, message }) => [message, `${url}:${lastLine}: ${message}`]))
  assert.deepEqual([...told.values()], [])
})
