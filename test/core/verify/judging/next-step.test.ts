import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../../src/commands/session/spelling.js'
import { exchangeOf } from '../../../../src/core/answer/exchange.js'
import { type Observation, observe } from '../../../../src/core/answer/observation.js'
import type { Evidence, Known, Uncached } from '../../../../src/core/verify/evidence.js'
import { nextStep } from '../../../../src/core/verify/judging/next-step.js'

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)
const KNOWN: Known = {
  method: 'POST',
  servedBy: 'POST',
  path: '/search/{id}',
  cached: true,
  ttlSeconds: 300,
  requireAuthorization: false,
  unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
  keys: [],
  signed: false,
  canary: false,
  hasCanary: false,
  needsApiKey: false,
  pendingKeys: null,
  identity: [],
  uncached: null,
}
const TARGET = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: null }, stage: 'prod' }
const FLAGS = '--api aaaaaaaaaa --stage prod --region us-east-1'
const REMOVAL = `\napigw-cache invalidate '/search/1' --method POST ${FLAGS}`

function observed(body: string, at: number): Observation {
  const request = { method: 'POST', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const reply = { status: 200, rawHeaders: ['Date', new Date(START + at).toUTCString()], truncated: false }
  const all = { ...reply, body: Buffer.from(body), latencyMs: 5, receivedAt: START + at }
  return observe(exchangeOf(request, all), START + at - 5, null)
}

const made = (at: number) => JSON.stringify({ generatedAt: new Date(START + at).toISOString() })

interface Judged {
  readonly verdict?: 'cached' | 'not-cached' | 'inconclusive'
  readonly expected?: 'cached' | 'not-cached'
  readonly layer?: 'stage' | null
  readonly failed?: readonly string[]
  readonly known?: Known | null
  readonly bodies?: readonly string[]
  /** Answers to another value of `querystring.type`. */
  readonly others?: readonly string[]
}

function next({
  verdict = 'not-cached',
  expected = 'cached',
  layer = null,
  failed = [],
  known = KNOWN,
  bodies = [made(0)],
  others = [],
}: Judged): string {
  const type = (value: string) => {
    const label = `type=${value}`
    return { label, values: [{ dimension: 'querystring.type', label }] }
  }
  const answers = others.map((body, index) => observed(body, 5000 + index * 500))
  const evidence: Evidence = {
    probes: bodies.map((body, index) => observed(body, index * 500)),
    others: others.length === 0 ? [] : [{ variant: type('b'), answers }],
    taken: new Map(),
    main: type('a'),
    named: null,
    expected,
    known,
    direct: true,
    sent: { signed: false, apiKey: false },
  }
  const checks = failed.map((id) => ({ id, outcome: 'fail', detail: '' }) as const)
  const advice = { spelling: commandSpelling({}), target: TARGET, removal: REMOVAL, asked: '/pets' }
  const request = {
    ...{ advice, layer, target: TARGET, testInvoke: null, asked: {}, samples: 5, intervalMs: 500 },
    variants: [{ url: 'http://x/', headers: [], label: '', values: [] }] as const,
  }
  return nextStep({ checks, verdict, expected }, request, evidence)
}

describe('what to do next', () => {
  const uncached: Uncached = {
    ...{ source: 'off', caching: false },
    ...{ clusterStatus: 'AVAILABLE', missing: [] },
  }
  const off = { ...KNOWN, cached: false, uncached }
  const get = (lacks: Partial<Uncached>, ttlSeconds = 300) => ({
    known: { ...off, method: 'GET', servedBy: 'ANY', ttlSeconds, uncached: { ...uncached, ...lacks } },
  })
  const ADD = `apigw-cache keys add ANY '/search/{id}' path.id --deploy ${FLAGS}`
  const ON = `apigw-cache override GET '/search/{id}' --cache on ${FLAGS}`
  const own: Partial<Uncached> = { source: 'override' }
  const none: Partial<Uncached> = { clusterStatus: 'NOT_AVAILABLE' }
  const same = [made(0), made(0)]

  it.each<[string, Judged, string]>([
    [
      'where another caller was given the answer',
      { failed: ['identity'] },
      `turn caching off and remove the entry that others are given:\napigw-cache override POST '/search/{id}' --cache off ${FLAGS}${REMOVAL}`,
    ],
    [
      'where another caller was given it by a cache that the settings do not explain',
      { failed: ['identity'], known: off },
      `remove the entry that others are given:${REMOVAL}`,
    ],
    [
      'where another value was given the answer',
      { failed: ['vary'], verdict: 'cached', bodies: same, others: same },
      `nothing is wrong where the backend gives the same answer whatever querystring.type is: compare what it answers past the cache (a test-invoke for each value), and only where that differs add it to the cache key and deploy:\napigw-cache keys add POST '/search/{id}' querystring.type --deploy ${FLAGS}`,
    ],
    [
      'where another value was given it, and the key waits for a deployment',
      {
        failed: ['vary'],
        verdict: 'cached',
        bodies: same,
        others: same,
        known: { ...KNOWN, pendingKeys: ['querystring.type'] },
      },
      `deploy the API, which has it in the cache key:\napigw-cache keys add POST '/search/{id}' querystring.type --deploy ${FLAGS}`,
    ],
    [
      'where another value was given it although it is in the key',
      {
        failed: ['vary'],
        verdict: 'cached',
        bodies: same,
        others: same,
        known: { ...KNOWN, keys: ['querystring.type'] },
      },
      'add querystring.type to the key of the cache that answers, behind or in front of the stage',
    ],
    [
      'where nothing was shown',
      { verdict: 'inconclusive' },
      `compare more answers:\napigw-cache verify /pets --samples 10 ${FLAGS}`,
    ],
    [
      'where the layer was not shown',
      { verdict: 'cached', layer: 'stage' },
      `let CloudWatch count the hits, which takes up to 6 minutes:\napigw-cache verify /pets --metrics ${FLAGS}`,
    ],
    [
      'where it is cached and should not be',
      { verdict: 'cached', expected: 'not-cached' },
      `turn caching off and remove the entry:\napigw-cache override POST '/search/{id}' --cache off ${FLAGS}${REMOVAL}`,
    ],
    [
      'where it is cached and the settings do not store it',
      { verdict: 'cached', expected: 'not-cached', known: off },
      'look for the cache that answers, behind or in front of the stage: its settings do not store this',
    ],
    ['where no stage is known', { known: null }, 'name the stage (--api, --stage) to see what its settings say'],
    [
      'where it is not cached although it should be',
      {},
      `the settings say that it is cached: look for a key that differs with each request, and at what is found here:\napigw-cache doctor ${FLAGS}`,
    ],
    [
      'where the settings do not cache it',
      { known: off },
      `turn caching on:\napigw-cache override POST '/search/{id}' --cache on ${FLAGS}`,
    ],
    ['where only the cluster is missing', get(none), `provision the cluster:\napigw-cache enable ${FLAGS}`],
    [
      'where the cluster is missing and the defaults have a TTL of 0',
      get({ ...none, source: 'stage-default', caching: true }, 0),
      `provision the cluster:\napigw-cache enable --ttl 300 ${FLAGS}`,
    ],
    [
      'where an override keeps it from being cached by a new cluster',
      get({ ...none, ...own }),
      `provision the cluster:\napigw-cache enable ${FLAGS}\n${ON}`,
    ],
    [
      'where its override caches it once there is a cluster',
      get({ ...none, ...own, caching: true }),
      `provision the cluster:\napigw-cache enable ${FLAGS}`,
    ],
    [
      'where the guard wants a key first',
      get({ ...own, missing: ['path.id'] }),
      `add to its cache key what tells callers or resources apart, and turn caching on:\n${ADD}\n${ON}`,
    ],
    [
      'where no key can tell callers apart',
      get({ ...own, missing: ['authorizer'] }),
      'leave it uncached: no cache key can tell its callers apart',
    ],
    [
      'where the cluster is being created',
      get({ source: 'stage-default', caching: true, clusterStatus: 'CREATE_IN_PROGRESS' }),
      `wait until the cluster serves:\napigw-cache wait available ${FLAGS}`,
    ],
  ])('%s', (_, judged, step) => {
    expect(next(judged)).toBe(step)
  })

  it('is a smaller answer from one byte more than is stored, also where only one of several is that large', () => {
    const [fits, large] = [1_048_576, 1_048_577].map((bytes) => 'x'.repeat(bytes))
    if (fits === undefined || large === undefined) throw new Error('there are no bodies')

    expect(next({ bodies: [fits, fits] })).toContain('the settings say that it is cached')
    expect(next({ bodies: [fits, large] })).toBe('make the answer smaller: API Gateway stores at most 1,048,576 bytes')
  })
})
