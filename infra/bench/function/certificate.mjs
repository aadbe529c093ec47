// A certificate for the table of the bench, and the list of authorities with its own at the end: every peer reads
// as many authorities as it would on a real machine.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const lists = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt']

export function certificate (folder) {
  const file = (name) => join(folder, name)
  const openssl = (...options) => execFileSync('openssl', options, { stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  openssl('req', '-x509', ...fresh, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=bench')
  openssl('req', '-x509', ...fresh, '-keyout', file('key.pem'), '-out', file('cert.pem'), '-subj', '/CN=localhost',
    '-CA', file('ca.pem'), '-CAkey', file('ca.key'),
    '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE')
  const usual = lists.map((list) => { try { return readFileSync(list, 'utf8') } catch { return '' } }).find(Boolean) ?? ''
  writeFileSync(file('authorities.pem'), usual + readFileSync(file('ca.pem'), 'utf8'))
  return { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')), own: file('ca.pem'), authorities: file('authorities.pem') }
}
