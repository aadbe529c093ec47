// The peer in Node: the same checks and the same put as form-fn, written as one would for Lambda: one client
// outside the handler, the form read once, nothing more than an application needs.
import { createHmac, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'

const { BUNDLE, REFERENCE_KEY, TABLE_NAME } = process.env
const { build, form, settings } = JSON.parse(readFileSync(`${BUNDLE}/bundle.json`, 'utf8'))
const fields = form.parts.flatMap((part) => part.fields)
const byKey = new Map(fields.map((field) => [field.key, field]))
const controls = new Set(['form_version', 'notice_version', 'opportunity', 'website', '_seconds', '_action'])
const client = new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 1500 } })
const segments = new Intl.Segmenter()
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto' })

// Reading: one kind of answer after another. What is thrown is the code of the rule that is broken.

const invisible = '[\\s\\u200B\\u200E\\u200F\\u2060\\uFEFF\\u202A-\\u202E\\u2066-\\u2069]+'
const edges = new RegExp(`^${invisible}|${invisible}$`, 'gu')
const line = (raw) => raw.normalize('NFC').replace(edges, '')

function single (values) {
  if (values.length > 1) throw 'repeated'
  return values[0] ?? ''
}

function written (text, min, max, controlled) {
  if (controlled.test(text)) throw 'control_characters'
  const length = [...segments.segment(text)].length
  if (length < min) throw 'too_short'
  if (length > max) throw 'too_long'
  return text
}

function phone (text) {
  const [, number, extension] = /^([^;pex#]*?)[\s,;]*(?:(?:;ext=|poste|extension|ext\.?|x|#)[\s.:]*(\d{1,6})[\s.:]*)?$/u.exec(text.toLowerCase()) ?? []
  if (number === undefined || !/^\s*\+?[\d\s.()\u2010-\u2015\u2212-]*$/u.test(number)) throw 'format'
  const digits = number.replace(/\D/gu, '')
  const national = digits.startsWith('1') ? digits.slice(1) : digits
  if (!/^[2-9]\d{2}[2-9]\d{6}$/u.test(national) || (number.includes('+') && national === digits)) throw 'format'
  return `+1${national}${extension ? `;ext=${extension}` : ''}`
}

function offered (value, choices, day) {
  const choice = choices.find((choice) => choice.value === value)
  if (!choice) throw 'invalid'
  const { open, closed_until: until } = choice.accepting
  if (open === false || (until && day < until)) throw 'closed'
  return value
}

function read ({ kind }, values, day) {
  if (kind.type === 'several-of') {
    const chosen = [...new Set(values.map(line).filter(Boolean).map((value) => offered(value, kind.choices, day)))]
    if (kind.max && chosen.length > kind.max) throw 'too_many'
    return chosen.length > 0 ? chosen.sort() : undefined
  }
  const text = single(values)
  if (kind.type === 'tick' || kind.type === 'consent') {
    if (/^(true|on|yes|1)$/iu.test(text.trim())) return true
    if (/^(false|off|no|0)?$/iu.test(text.trim())) return undefined
    throw 'invalid'
  }
  const normal = line(kind.type === 'long-text' ? text.replace(/\r\n?/gu, '\n') : text)
  if (!normal) return undefined
  switch (kind.type) {
    case 'name': return written(normal, 0, kind.max, /\p{Cc}/u)
    case 'long-text': return written(normal, kind.min, kind.max, /(?![\n\t])\p{Cc}/u)
    case 'phone': return phone(normal)
    case 'one-of': return offered(normal, kind.choices, day)
    case 'email':
      if (Buffer.byteLength(normal) > kind.max) throw 'too_long'
      if (!/^[^\s@.,"]+(\.[^\s@.,"]+)*@([\p{L}\d-]+\.)+[\p{L}\d-]+$/u.test(normal)) throw 'format'
      return normal
  }
}

function holds (condition, answers) {
  if (condition.ticked) return answers[condition.ticked.field] === true
  const { field, any_of: anyOf } = condition.chosen
  return [answers[field]].flat().some((value) => anyOf.includes(value))
}

function missing ({ key, requirement }, answers) {
  if (key in answers || requirement === 'never') return undefined
  if (requirement === 'always') return 'required'
  return requirement.when.find(({ condition }) => holds(condition, answers))?.code
}

function validate (posted, day) {
  const answers = {}
  const errors = []
  const asked = fields.filter((field) => {
    if (field.shown_when && !holds(field.shown_when, answers)) return false
    try {
      const answer = read(field, posted.getAll(field.key), day)
      if (answer !== undefined) answers[field.key] = answer
    } catch (code) {
      errors.push({ field: field.key, code })
    }
    return true
  })
  const broken = new Set(errors.map(({ field }) => field))
  for (const field of asked) {
    const code = broken.has(field.key) ? undefined : missing(field, answers)
    if (code) errors.push({ field: field.key, code })
  }
  for (const key of new Set(posted.keys())) {
    if (!byKey.has(key) && !controls.has(key)) errors.push({ field: key, code: 'unknown_field' })
  }
  return { answers, errors }
}

// Storing: the reference is reckoned from the answers, so that a repetition finds its own record.

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const evened = (answer) => (typeof answer === 'string' ? answer.split(/\s+/u).join(' ') : answer)
const canonical = (answers) => Object.fromEntries(Object.keys(answers).sort().map((key) => [key, evened(answers[key])]))
const code = (purpose, message) => createHmac('sha256', REFERENCE_KEY).update(purpose).update('\0').update(message).digest()

function contacts (answers) {
  const { phone, email } = form.roles
  const codes = []
  if (phone in answers) codes.push(code('contact phone', answers[phone]).toString('hex'))
  if (email in answers) codes.push(code('contact email', answers[email].toLowerCase()).toString('hex'))
  return codes
}

function reference (digest, n) {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(n)
  let bits = code('reference', Buffer.concat([digest, count])).readBigUInt64BE()
  const numbers = []
  for (let at = 0; at < 7; at += 1) {
    numbers.push(Number(bits >> 59n))
    bits = BigInt.asUintN(64, bits << 5n)
  }
  const check = numbers.reduceRight((sum, digit) => {
    const doubled = (sum ^ digit) << 1
    return doubled & 32 ? doubled ^ 37 : doubled
  }, 0)
  const text = [...numbers, check].map((number) => alphabet[number]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

function value (plain) {
  if (typeof plain === 'string') return { S: plain }
  if (typeof plain === 'number') return { N: String(plain) }
  if (typeof plain === 'boolean') return { BOOL: plain }
  if (Array.isArray(plain)) return { L: plain.map(value) }
  return { M: Object.fromEntries(Object.entries(plain).map(([key, inner]) => [key, value(inner)])) }
}

function record (answers, posted, lang, digest) {
  const now = new Date()
  now.setUTCMilliseconds(0)
  const receivedAt = now.toISOString().replace('.000Z', 'Z')
  const contactBy = new Date(`${today.format(now)}T00:00:00Z`)
  contactBy.setUTCDate(contactBy.getUTCDate() + settings.reply_within_days)
  const until = new Date(now)
  until.setUTCMonth(until.getUTCMonth() + settings.retention.unanswered_months)
  const consents = fields.filter(({ key, kind }) => kind.type === 'consent' && answers[key]).map(({ key, label }) => {
    const textVersion = createHash('sha256').update(JSON.stringify(label)).digest('hex').slice(0, 16)
    return [key, { given_at: receivedAt, text_version: textVersion }]
  })
  return {
    digest: digest.toString('hex'),
    form_version: form.version,
    notice_version: form.notice_version,
    build,
    lang,
    received_at: receivedAt,
    contact_by: contactBy.toISOString().slice(0, 10),
    stage: 'received',
    suspect: Boolean(posted.get('website')?.trim()) || Number(posted.get('_seconds') ?? 60) < 4,
    answers,
    consents: Object.fromEntries(consents),
    contacts: contacts(answers),
    destroy_after: until.getTime() / 1000
  }
}

/** Puts an item unless the condition is against it; then what was there. */
async function put (item, condition, values) {
  try {
    await client.send(new PutItemCommand({
      TableName: TABLE_NAME,
      Item: item,
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    }))
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    return error.Item ?? {}
  }
}

/** The earlier application with one of the same contacts, if there is one. Not to know it is no reason to fail. */
async function earlier ({ contacts, reference, digest, destroy_after: destroyAfter }) {
  let found
  try {
    for (const contact of contacts) {
      const note = value({ pk: `CONTACT#${contact}`, sk: 'CONTACT', reference, digest, destroy_after: destroyAfter }).M
      const there = await put(note, 'attribute_not_exists(pk) OR digest = :digest', { ':digest': { S: digest } })
      found ??= there?.reference?.S
    }
  } catch (error) {
    console.error(error.name)
  }
  return found
}

async function store (item, digest) {
  for (let n = 0; n < 8; n += 1) {
    const named = { ...item, reference: reference(digest, n) }
    const duplicate = await earlier(named)
    const whole = { ...named, ...(duplicate && { possible_duplicate_of: duplicate }), pk: `APPLICATION#${named.reference}`, sk: 'APPLICATION' }
    const there = await put(value(whole).M, 'attribute_not_exists(pk)')
    if (!there) return named
    if (there.digest?.S === named.digest) return { ...named, contact_by: there.contact_by.S }
  }
  throw new Error('no_free_reference')
}

export async function handler (event) {
  const headers = { ...Object.fromEntries(settings.headers), 'cache-control': 'no-store' }
  const lang = event.rawPath.split('/')[2]
  const body = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body
  const posted = new URLSearchParams(body)
  const { answers, errors } = validate(posted, today.format(new Date()))
  if (errors.length > 0) {
    return { statusCode: 422, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ errors }) }
  }
  const digest = code('digest', JSON.stringify({ form: 'application', opportunity: null, answers: canonical(answers) }))
  const stored = await store(record(answers, posted, lang, digest), digest)
  const location = `/api/${lang}/application/${stored.reference}?contact_by=${stored.contact_by}`
  console.log(JSON.stringify({ outcome: 'stored', status: 303 }))
  return { statusCode: 303, headers: { ...headers, location }, body: '' }
}
