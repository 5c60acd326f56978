// The least that Node's server can do: the same status, headers and body for every request.
import { createServer } from 'node:http'
import { serveParent } from './serve-parent.js'

const { status, rawHeaders, body } = JSON.parse(process.argv[2])
const bytes = Buffer.from(body)
const server = createServer((_, response) => {
  response.sendDate = false
  response.writeHead(status, rawHeaders)
  response.end(bytes)
})
server.listen(0, '127.0.0.1', () => serveParent(`http://127.0.0.1:${server.address().port}`, () => 0))
