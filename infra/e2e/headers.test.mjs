// The security headers of the site stand on every answer of the function, too, whatever it is; and no
// answer of the function is kept by anybody.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { folder, ownPolicy, start } from './system.mjs'

const site = await folder()
const system = await start(site.path)
after(async () => {
  await system.kill()
  await site.remove()
})

// What belongs to one answer, and not to all.
const own = ['allow', 'cache-control', 'connection', 'content-language', 'content-length', 'content-type', 'date', 'keep-alive', 'location', 'retry-after', 'transfer-encoding', 'vary']

async function visit (path, options) {
  const answer = await fetch(system.url + path, { redirect: 'manual', ...options })
  const common = [...answer.headers].filter(([name]) => !own.includes(name)).sort()
  return { status: answer.status, common, kept: answer.headers.get('cache-control') }
}

const form = 'application/x-www-form-urlencoded'
const post = (body, headers) => ({ method: 'POST', body, headers: { 'content-type': form, ...headers } })
const answers = new URLSearchParams([
  ['partner_type', 'unsure'], ['first_name', 'Ô'], ['last_name', 'O’Neil'], ['contact_method', 'email'],
  ['email', 'o@exemple.ca'], ['language', 'fr'], ['motivation', 'Je veux aider les autres.'],
  ['age_14', 'true'], ['ack_process', 'true']
]).toString()
const application = '/api/en/application'

test('every answer of the function has the headers of the site', async () => {
  const { common } = await visit('/')
  const policy = common.find(([name]) => name === 'content-security-policy')
  policy[1] = await ownPolicy(system.url, policy[1])
  const names = common.map(([name]) => name)
  for (const name of ['content-security-policy', 'referrer-policy', 'strict-transport-security', 'x-content-type-options', 'x-frame-options']) {
    assert.ok(names.includes(name), name)
  }
  for (const [status, path, options] of [
    [200, '/api/health'],
    [303, application],
    [200, `${application}/0123-4565`],
    [404, `${application}/0123-4566`],
    [303, application, post(answers)],
    [422, application, post('')],
    [422, application, post('', { accept: 'application/json' })],
    [303, application, post(`${answers}&form_version=old`)],
    [422, application, post(`${answers.replace('%C3%94', '%C3%8E')}&form_version=old`)],
    [200, application, post(`${answers}&_action=show`)],
    [403, application, post(answers, { origin: 'https://elsewhere.example' })],
    [400, application, post('first_name=%')],
    [405, application, { method: 'PUT' }],
    [413, application, post('a'.repeat(70_000))],
    [415, application, post('a', { 'content-type': 'text/plain' })]
  ]) {
    const answer = await visit(path, options)
    assert.deepEqual(answer, { status, common, kept: 'no-store' }, `${options?.method ?? 'GET'} ${path}`)
  }
})
