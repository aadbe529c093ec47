// Whether two functions sent the same to the table, but for the clock and the fingerprint of a consent's words.

const volatile = new Set(['received_at', 'given_at', 'destroy_after', 'text_version'])

function flat (value, path, into) {
  if (value === null || typeof value !== 'object') into.set(path, value)
  else for (const [key, inner] of Object.entries(value)) if (!volatile.has(key)) flat(inner, `${path}.${key}`, into)
  return into
}

/** What differs between two series of requests, in words; nothing if they are the same. */
export function differences (ours, theirs) {
  if (ours.length !== theirs.length) return [`${theirs.length} requests instead of ${ours.length}`]
  return ours.flatMap((request, at) => {
    const [one, other] = [flat(request, '', new Map()), flat(theirs[at], '', new Map())]
    const keys = new Set([...one.keys(), ...other.keys()])
    return [...keys].filter((key) => one.get(key) !== other.get(key))
      .map((key) => `request ${at}${key}: ${one.get(key)} and ${other.get(key)}`)
  })
}
