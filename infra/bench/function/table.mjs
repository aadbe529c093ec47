// A table that takes every put at once, so that only the function is measured; it keeps what it was sent.
import http from 'node:http'
import https from 'node:https'

export class Table {
  puts = []

  static async start (tls) {
    const table = new Table()
    const take = (request, response) => {
      let text = ''
      request.on('data', (part) => { text += part })
      request.on('end', () => {
        table.puts.push(JSON.parse(text))
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' }).end('{}')
      })
    }
    const server = tls ? https.createServer({ key: tls.key, cert: tls.cert }, take) : http.createServer(take)
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    table.url = `${tls ? 'https' : 'http'}://localhost:${server.address().port}`
    return table
  }
}
