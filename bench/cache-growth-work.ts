// A data plane with two stages, one with few entries and one with many: measures hits without sockets in
// between, then serves them over HTTP.
import { performance } from 'node:perf_hooks'
import { createCounters } from '../src/sandbox/cloudwatch/counters.js'
import { newMonitoring } from '../src/sandbox/cloudwatch/monitoring.js'
import { createDataPlane, type DataPlane } from '../src/sandbox/data/data-plane.js'
import { dataTarget } from '../src/sandbox/data/target.js'
import type { HttpRequest } from '../src/sandbox/http/message.js'
import { createLogs } from '../src/sandbox/logs/store.js'
import { addSeedApi } from '../src/sandbox/seed/api.js'
import { listen } from '../src/sandbox/server/http-server.js'
import { newSettings } from '../src/sandbox/world/account-settings.js'
import { createAuthorizations } from '../src/sandbox/world/authorizers/results.js'
import { systemClock } from '../src/sandbox/world/clock.js'
import { noFaults } from '../src/sandbox/world/faults.js'
import { DEFAULT_KNOBS } from '../src/sandbox/world/knobs.js'
import type { Handler } from '../src/sandbox/world/lambda.js'
import { seededRandom } from '../src/sandbox/world/random.js'
import { createUsage } from '../src/sandbox/world/usage.js'
import type { World } from '../src/sandbox/world/world.js'

const API = 'bench00001'
const SAMPLES = 20_000
const CACHED = { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3600 } }
const { few, many, runs }: { few: number; many: number; runs: number } = JSON.parse(process.argv[2] ?? '')

let backendCalls = 0
const item: Handler = (event) => {
  backendCalls++
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: event.pathParameters?.id, price: 9.5 }),
  }
}
const plane = createDataPlane(createWorld())
const random = seededRandom(2)
await fill('few', few)
await fill('many', many)
await medianHit('few', few)
await medianHit('many', many)
const seen: { few: number[]; more: number[] } = { few: [], more: [] }
for (let run = 0; run < runs; run++) {
  seen.few.push(await medianHit('few', few))
  seen.more.push(await medianHit('many', many))
}
if (backendCalls !== few + many) throw new Error(`${backendCalls - few - many} requests were no hits`)

const { url } = await listen(
  (request) => {
    const target = dataTarget(request)
    if (!target) throw new Error(`${request.path} is no path of a stage`)
    return plane.serve(request, target)
  },
  { host: '127.0.0.1', port: 0, allowed: [], clock: systemClock, report: failed },
)
function failed(error: unknown): never {
  throw error
}

process.on('disconnect', () => process.exit(0))
process.on('message', () => process.send?.({ backendCalls: backendCalls - few - many }))
process.send?.({ url, api: API, inProcess: seen })

/** Microseconds. */
async function medianHit(stage: string, entries: number): Promise<number> {
  const times = new Float64Array(SAMPLES)
  for (let at = 0; at < SAMPLES; at++) {
    const request = get(stage, Math.floor(random() * entries))
    const started = performance.now()
    await serve(stage, request)
    times[at] = (performance.now() - started) * 1000
  }
  return times.sort()[SAMPLES / 2] ?? Number.NaN
}

async function fill(stage: string, entries: number): Promise<void> {
  for (let id = 0; id < entries; id++) await serve(stage, get(stage, id))
}

function serve(stage: string, { id, request }: { id: number; request: HttpRequest }): ReturnType<DataPlane['serve']> {
  return plane.serve(request, { apiId: API, stage, rawPath: `/items/${id}` })
}

function get(stage: string, id: number): { id: number; request: HttpRequest } {
  const host = '127.0.0.1:4780'
  const request: HttpRequest = {
    method: 'GET',
    path: `/restapis/${API}/${stage}/_user_request_/items/${id}`,
    rawQuery: '',
    headers: { host },
    rawHeaders: ['Host', host],
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
  }
  return { id, request }
}

function createWorld(): World {
  const world: World = {
    clock: systemClock,
    random: seededRandom(1),
    faults: noFaults(),
    accountId: '000000000000',
    region: 'us-east-1',
    enabled: true,
    roles: new Map(),
    isTaken: () => false,
    settings: newSettings(),
    usage: createUsage(),
    knobs: DEFAULT_KNOBS,
    clusterTimeMs: 0,
    flushTimeMs: 0,
    metricsDelayMs: 0,
    apis: new Map(),
    handlers: new Map([['item', item]]),
    authorizers: new Map(),
    authorizations: createAuthorizations(systemClock),
    counters: createCounters(),
    monitoring: newMonitoring(new Map()),
    iam: 'off',
    identities: new Map(),
    accessLog: null,
    onRefusedAnswer: null,
    logs: createLogs(systemClock),
    apiKeys: new Set(),
  }
  const stage = { cluster: '237', settings: CACHED } as const
  addSeedApi(world, {
    id: API,
    name: 'bench',
    methods: {
      'GET /items/{id}': { integration: { type: 'AWS_PROXY', handler: 'item' }, keys: ['path.id'] },
    },
    stages: { few: stage, many: stage },
  })
  return world
}
