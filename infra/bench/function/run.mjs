// Our function beside the same in Node and in Python: how long from the start of the process to the first
// answer, how long when warm, how much memory, how large a zip. `node infra/bench/function/run.mjs [rounds]`;
// README.md beside says what has to be there first and how to read it.
import { execFileSync } from 'node:child_process'
import { cpus, tmpdir } from 'node:os'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { differences } from './compare.mjs'
import { Lambda } from './lambda.mjs'
import { Table } from './table.mjs'
import { certificate } from './certificate.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../../..')
const rounds = Number(process.argv[2] ?? 20)
const warm = 300

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const python = process.env.PYTHON ?? 'python3'
// The function as it is deployed: what `infra/aws/package` made, unpacked.
const packed = process.env.ZIP ?? join(root, 'dist/form-fn.zip')
execFileSync(python, ['-m', 'zipfile', '-e', packed, folder])
const [binary, bundle] = [join(folder, 'bootstrap'), join(folder, 'form-fn')]
chmodSync(binary, 0o755)
const tls = certificate(folder)

// The function's processor is its own, as in a Lambda with one: the last one; this program keeps to the rest.
const pinned = cpus().length > 1 ? ['taskset', '-c', String(cpus().length - 1)] : []

const peers = [
  { name: 'form-fn', command: [binary], zip: packed },
  { name: 'Node', command: [process.execPath, join(here, 'node/dist/bootstrap.mjs')], zip: { 'index.mjs': join(here, 'node/dist/bootstrap.mjs'), 'bundle.json': join(bundle, 'bundle.json') } },
  { name: 'Python', command: [python, join(here, 'python/bootstrap.py')], zip: { 'handler.py': join(here, 'python/handler.py'), 'bundle.json': join(bundle, 'bundle.json') } }
]

function environment (table) {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_LAMBDA_FUNCTION_NAME: 'form',
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
    AWS_REGION: 'ca-central-1',
    AWS_DEFAULT_REGION: 'ca-central-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Each trusts the table's certificate beside the usual authorities, in its own way.
    SSL_CERT_FILE: tls.authorities,
    NODE_EXTRA_CA_CERTS: tls.own,
    AWS_CA_BUNDLE: tls.authorities,
    TABLE_NAME: 'applications',
    REFERENCE_KEY: 'a secret for the bench, of 32 bytes and more',
    BUNDLE: bundle
  }
}

function event (n) {
  const body = new URLSearchParams([
    ['partner_type', 'partner-user'], ['service_link', 'yes'], ['first_name', `Zoé-Anne ${n}`], ['last_name', 'O’Neil Tremblay'],
    ['contact_method', 'phone'], ['phone', '819 555-0123, poste 12'], ['email', 'Zoe.Anne@exemple.ca'],
    ['call_times', 'morning'], ['call_times', 'evening'], ['language', 'fr'],
    ['motivation', 'Je veux aider à améliorer l’accueil à l’urgence.'], ['levels', 'partnership'], ['interests', 'committee'],
    ['time_wish', 'ongoing'], ['age_14', 'true'], ['ack_process', 'true'], ['consent_keep', 'true']
  ]).toString()
  const http = { method: 'POST', path: '/api/fr/application', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' }
  return JSON.stringify({
    version: '2.0',
    routeKey: '$default',
    rawPath: http.path,
    rawQueryString: '',
    headers: { host: 'form.example', accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    requestContext: { accountId: '1', apiId: 'api', domainName: 'form.example', domainPrefix: 'form', http, requestId: 'r', routeKey: '$default', stage: '$default', time: '22/Nov/2026:15:00:00 +0000', timeEpoch: 1795359600000 },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true
  })
}

const tables = { TLS: await Table.start(tls), plain: await Table.start() }
const lambda = await Lambda.start()

async function life (peer, table, events) {
  table.puts.length = 0
  const figures = await lambda.run([...pinned, ...peer.command], environment(table), events)
  const wrong = figures.statuses.filter((status) => status !== 303)
  if (wrong.length > 0) throw new Error(`${peer.name} answered ${wrong[0]} from ${table.url}`)
  return { ...figures, puts: [...table.puts] }
}

// First the proof that all three do the same.
const events = Array.from({ length: 20 }, (_, n) => event(n))
const first = []
for (const peer of peers) first.push(await life(peer, tables.plain, events))
for (const [at, { puts }] of first.entries()) {
  const wrong = differences(first[0].puts, puts)
  if (wrong.length > 0) {
    console.error(`${peers[at].name} does not do the same: ${wrong.slice(0, 5).join('; ')}`)
    process.exit(1)
  }
}
console.log(`All three: ${events.length} of ${events.length} applications answered 303, ${first[0].puts.length} puts with the same content.\n`)

const cold = Object.fromEntries(peers.map(({ name }) => [name, { TLS: [], plain: [] }]))
for (let round = 0; round < rounds; round += 1) {
  for (const scheme of Object.keys(tables)) {
    for (const peer of peers) {
      const { times } = await life(peer, tables[scheme], [event(`cold ${round}`)])
      cold[peer.name][scheme].push(times[0])
    }
  }
}

const later = {}
for (const peer of peers) {
  const { times, peak } = await life(peer, tables.TLS, Array.from({ length: warm }, (_, n) => event(`warm ${n}`)))
  later[peer.name] = { warm: times.slice(20), peak }
}

/** The size of a zip of these files, or of the one that is there. */
function zipped ({ name, zip }) {
  if (typeof zip === 'string') return statSync(zip).size
  const file = join(folder, `${name}.zip`)
  const script = 'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:\n' +
    ' for name, path in zip(sys.argv[2::2], sys.argv[3::2]): z.write(path, name)'
  execFileSync(python, ['-c', script, file, ...Object.entries(zip).flat()])
  return statSync(file).size
}

const sorted = (figures) => [...figures].sort((a, b) => a - b)
const at = (figures, share) => sorted(figures)[Math.min(figures.length - 1, Math.floor(figures.length * share))]
const median = (figures) => at(figures, 0.5)
const ms = (figure) => figure.toFixed(figure < 10 ? 2 : 0)
const mega = (bytes) => (bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)

const rows = peers.map((peer) => {
  const { TLS, plain } = cold[peer.name]
  const { warm, peak } = later[peer.name]
  return { name: peer.name, tls: median(TLS), least: Math.min(...TLS), plain: median(plain), warm: median(warm), tail: at(warm, 0.99), peak, zip: zipped(peer) }
})
const [ours] = rows
const beside = (figure, own, text) => (figure === own ? text : `${text} (${(figure / own).toFixed(1)} ×)`)

console.log(`Medians of ${rounds} starts and ${warm - 20} warm answers; ${cpus()[0].model}; ${readFileSync('/proc/version', 'utf8').split(' ').slice(0, 3).join(' ')}`)
console.log('| | cold start, TLS, ms | least | cold start, plain, ms | warm, ms | warm, 99th | memory, MB | zip, MB |')
console.log('|---|---|---|---|---|---|---|---|')
for (const row of rows) {
  console.log(`| ${[row.name, beside(row.tls, ours.tls, ms(row.tls)), ms(row.least), beside(row.plain, ours.plain, ms(row.plain)),
    beside(row.warm, ours.warm, ms(row.warm)), ms(row.tail), beside(row.peak, ours.peak, mega(row.peak)), mega(row.zip)].join(' | ')} |`)
}
process.exit(0)
