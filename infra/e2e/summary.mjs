// What a test looked at, in one line: printed at once, and kept for the end of `infra/test` in the file that
// SUMMARY names.
import { appendFileSync } from 'node:fs'

export function sum (line) {
  console.log(line)
  if (process.env.SUMMARY) appendFileSync(process.env.SUMMARY, `${line}\n`)
}
