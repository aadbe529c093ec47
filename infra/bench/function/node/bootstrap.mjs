// What Lambda's own Node runtime does around a handler, and no more: next event, handler, answer.
import http from 'node:http'
import { handler } from './handler.mjs'

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const agent = new http.Agent({ keepAlive: true })

const call = (method, path, body) => new Promise((resolve, reject) => {
  const request = http.request({ hostname, port, method, path: `/2018-06-01/runtime/${path}`, agent }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (part) => { text += part })
    response.on('end', () => resolve({ id: response.headers['lambda-runtime-aws-request-id'], text }))
  })
  request.on('error', reject)
  request.end(body)
})

for (;;) {
  const { id, text } = await call('GET', 'invocation/next')
  await call('POST', `invocation/${id}/response`, JSON.stringify(await handler(JSON.parse(text))))
}
