// The published files as a web host gives them: compressed, with the headers of the preview, and without the
// preview's own script. For what measures a page.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const kinds = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8'
}

/** The headers of every answer that keep a page safe; those of one answer alone are left out. */
async function safety (system) {
  const { headers } = await fetch(system.url)
  const own = ['content-type', 'content-length', 'transfer-encoding', 'connection', 'date', 'cache-control']
  return [...headers].filter(([name]) => !own.includes(name))
}

/** Starts to answer on a free port of this machine. */
export async function host (on) {
  const headers = await safety(on.system)
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname
    const name = path.endsWith('/') ? `${path}index.html` : path
    for (const [key, value] of headers) response.setHeader(key, value)
    try {
      const body = await readFile(join(on.place.path, 'dist', 'public', name))
      response.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      response.setHeader('content-type', kinds[extname(name)] ?? 'application/octet-stream')
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(body, { level: 9 }))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
