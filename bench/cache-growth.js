import { Agent, get } from 'node:http'
import { freemem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { bundle } from './bundled.js'
import { alternate, median, ratio } from './measure.js'
import { startServer } from './servers.js'

const FEW = 1000
const MANY = 1_000_000
const RUNS = 10
const SAMPLES = 1000
/** Heap and buffers together, with room for the garbage collector. */
const BYTES_PER_ENTRY = 3000
const TARGET = { atMost: 1.5 }

export async function cacheGrowth() {
  const many = Math.min(MANY, Math.floor(freemem() / BYTES_PER_ENTRY))
  const heapMegabytes = Math.ceil((many * BYTES_PER_ENTRY) / 1_000_000) + 500
  const work = await bundle('./cache-growth-work.ts')
  try {
    const server = await startServer(work.url, { few: FEW, many, runs: RUNS }, [
      `--max-old-space-size=${heapMegabytes}`,
    ])
    try {
      return await measured(server, many)
    } finally {
      await server.stop()
    }
  } finally {
    work.remove()
  }
}

async function measured({ url, api, inProcess, usage }, many) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const p50 = (stage, entries) => () => medianHit(`${url}/restapis/${api}/${stage}/_user_request_`, entries, agent)
  const seen = await alternate({ more: p50('many', many), few: p50('few', FEW) }, { runs: RUNS })
  agent.destroy()
  const { backendCalls } = await usage()
  if (backendCalls > 0) throw new Error(`${backendCalls} requests were no hits`)
  const against = (what, { more, few }, target) => ratio(what, 'µs', [p50Of(many), more], [p50Of(FEW), few], target)
  return {
    measures: [against('hit latency over HTTP', seen, TARGET), against('hit in the data plane alone', inProcess)],
    notes: many < MANY ? [`free memory allows ${many} entries instead of ${MANY}`] : [],
  }
}

function p50Of(entries) {
  return `p50 at ${entries.toLocaleString('en')} entries`
}

/** Microseconds of a random hit, one request after the other on one connection. */
async function medianHit(base, entries, agent) {
  const times = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    const id = Math.floor(Math.random() * entries)
    const started = performance.now()
    await hit(`${base}/items/${id}`, agent)
    times.push((performance.now() - started) * 1000)
  }
  return median(times)
}

function hit(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (incoming) => {
      incoming.on('end', resolve).resume()
      if (incoming.statusCode !== 200) reject(new Error(`${url} was answered with ${incoming.statusCode}`))
    }).on('error', reject)
  })
}
