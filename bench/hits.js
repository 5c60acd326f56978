import autocannon from 'autocannon'
import { alternate, ratio } from './measure.js'
import { startServer } from './servers.js'

const CONNECTIONS = 50
const SECONDS = 2
const API = 'bench00001'
const PATH = `/restapis/${API}/prod/_user_request_/item`
const SEED = {
  apis: [
    {
      id: API,
      name: 'bench',
      methods: { 'GET /item': { integration: { type: 'AWS_PROXY', handler: 'item' } } },
      stages: {
        prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3600 } } },
      },
    },
  ],
}

export async function hits({ built }) {
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seed: SEED })
  const bare = await startServer('./bare-server.js', await sample(`${sandbox.url}${PATH}`))
  try {
    const seen = await alternate({ sandbox: () => load(sandbox), bare: () => load(bare) })
    const { backendCalls } = await sandbox.usage()
    if (backendCalls !== 1) throw new Error(`the backend was asked ${backendCalls} times: these were no hits`)
    return { measures: measuresOf(seen) }
  } finally {
    await Promise.all([sandbox.stop(), bare.stop()])
  }
}

function measuresOf({ sandbox, bare }) {
  const pick = (runs, field) => runs.map((run) => run[field])
  const against = (what, unit, field, target) =>
    ratio(what, unit, ['sandbox', pick(sandbox, field)], ['bare node:http', pick(bare, field)], target)
  return [
    against('requests', 'requests/s', 'perSecond', { atLeast: 0.6 }),
    against('server CPU', 'µs/request', 'cpuMicros', { atMost: 1.6 }),
  ]
}

/** What the bare server is to return: everything that the sandbox wrote itself. */
async function sample(url) {
  const answer = await fetch(url)
  const connection = new Set(['connection', 'keep-alive'])
  const headers = [...answer.headers].filter(([name]) => !connection.has(name))
  return { status: answer.status, rawHeaders: headers.flat(), body: await answer.text() }
}

async function load({ url, usage }) {
  const before = await usage()
  const seen = await autocannon({ url: `${url}${PATH}`, connections: CONNECTIONS, duration: SECONDS })
  const after = await usage()
  const { errors, timeouts, non2xx, requests, duration } = seen
  if (errors + timeouts + non2xx > 0) throw new Error(`${errors + timeouts + non2xx} requests failed`)
  return {
    perSecond: requests.total / duration,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / requests.total,
  }
}
