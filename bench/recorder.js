import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'

/**
 * Runs a command against a proxy of `url` and gives the requests that it made. `after` of a request are those
 * that had been answered when it came: what it may have waited for.
 */
export async function record(url, command, args, envFor) {
  const requests = []
  const answered = new Set()
  const proxy = createServer(async (incoming, response) => {
    const index = requests.length
    const { method, url: path, headers } = incoming
    requests.push({ method, path, headers: kept(headers), after: [...answered], body: '' })
    const body = await buffer(incoming)
    requests[index].body = body.toString('utf8')
    const answer = await forward(new URL(path, url), { method, headers: kept(headers) }, body)
    answered.add(index)
    response.writeHead(answer.status, answer.rawHeaders)
    response.end(answer.body)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    const env = envFor(`http://127.0.0.1:${proxy.address().port}`)
    const [code] = await once(spawn(command, args, { env, stdio: 'ignore' }), 'exit')
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code} while its requests were recorded`)
  } finally {
    proxy.close()
    proxy.closeAllConnections()
  }
  return requests
}

function kept({ host, connection, ...headers }) {
  return headers
}

async function forward(url, options, body) {
  const outgoing = send(url, options).end(body)
  const [incoming] = await once(outgoing, 'response')
  return { status: incoming.statusCode, rawHeaders: incoming.rawHeaders, body: await buffer(incoming) }
}
