// Lambda's side: starts a function, hands it events one after another, notes when each answer comes.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'

const now = () => Number(process.hrtime.bigint()) / 1e6

export class Lambda {
  static async start () {
    const lambda = new Lambda()
    lambda.server = http.createServer((request, response) => lambda.#answer(request, response))
    await new Promise((resolve) => lambda.server.listen(0, '127.0.0.1', resolve))
    lambda.address = `127.0.0.1:${lambda.server.address().port}`
    return lambda
  }

  /** Runs a function over some events. The first time counts from its start, the others from the event. */
  async run (command, environment, events) {
    let heard = ''
    this.life = { waiting: [...events], times: [], statuses: [], since: now() }
    const child = spawn(command[0], command.slice(1), { env: { ...environment, AWS_LAMBDA_RUNTIME_API: this.address } })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { heard = (heard + text).slice(-4000) })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const done = new Promise((resolve) => { this.life.done = resolve })
    await Promise.race([done, ended.then((code) => { throw new Error(`${command.at(-1)} ended with ${code}: ${heard}`) })])
    // The highest that it ever held, as the kernel counts it. taskset becomes the program: one process.
    const peak = Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) * 1024
    const { times, statuses } = this.life
    child.kill('SIGKILL')
    await ended.catch(() => {})
    return { times, statuses, peak }
  }

  #answer (request, response) {
    const { life } = this
    if (request.url.endsWith('/invocation/next')) {
      const event = life.waiting.shift()
      if (event === undefined) return
      if (life.times.length > 0) life.since = now()
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
        'lambda-runtime-deadline-ms': '4102444800000',
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:ca-central-1:1:function:form'
      })
      return response.end(event)
    }
    let text = ''
    request.on('data', (part) => { text += part })
    request.on('end', () => {
      life.times.push(now() - life.since)
      life.statuses.push(request.url.endsWith('/response') ? JSON.parse(text).statusCode : `${request.url}: ${text}`)
      response.writeHead(202).end('{}')
      if (life.waiting.length === 0) life.done()
    })
  }
}
