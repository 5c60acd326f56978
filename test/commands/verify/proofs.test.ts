import { describe, expect, it } from 'vitest'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { CACHED, stageOf } from './stages.js'

type Check = [id: string, outcome: 'pass' | 'fail' | 'skip' | 'unknown']
interface Row {
  readonly name: string
  readonly options?: SandboxOptions
  readonly command: string
  readonly verdict: VerifyReport['verdict']
  readonly layer?: VerifyReport['layer']
  readonly check?: Check
  readonly code?: number
}

const OFF = { cachingEnabled: false }
const off = (method: string) => ({ [method]: OFF })
const anyone = { '*/*': { ...CACHED, requireAuthorizationForCacheControl: false } }
const strategy = (unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' | 'SUCCEED_WITHOUT_RESPONSE_HEADER') => ({
  '*/*': { ...CACHED, unauthorizedCacheControlHeaderStrategy },
})
const canary = (useStageCache: boolean) => ({ stage: { canary: { percentTraffic: 50, useStageCache } } })

const ROWS: readonly Row[] = [
  // --flush
  {
    name: 'flush: times',
    command: '/stamped --flush',
    verdict: 'cached',
    layer: 'stage',
    check: ['flush', 'pass'],
  },
  { name: 'flush: times in seconds', command: '/seconds --flush', verdict: 'cached', layer: 'stage' },
  { name: 'flush: a header', command: '/header-time --flush', verdict: 'cached', layer: 'stage' },
  { name: 'flush: a counter', command: '/counter --control none --flush', verdict: 'cached', layer: 'stage' },
  {
    name: 'flush: a field that was named',
    command: '/counter --timestamp body:count --flush',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'flush: static data',
    command: '/still --flush',
    verdict: 'inconclusive',
    check: ['flush', 'unknown'],
    code: 6,
  },
  {
    name: 'flush: slow data, not cached',
    options: stageOf(off('GET /slow')),
    command: '/slow --control none --flush',
    verdict: 'inconclusive',
    code: 6,
  },
  {
    name: 'flush: not cached',
    options: stageOf(off('GET /stamped')),
    command: '/stamped --flush',
    verdict: 'not-cached',
    code: 0,
  },
  {
    name: 'flush: only the backend caches',
    options: stageOf(off('GET /backend-cache')),
    command: '/backend-cache --flush --expect cached',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['flush', 'fail'],
    code: 6,
  },
  {
    name: 'flush: both cache',
    command: '/backend-cache --flush',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['flush', 'fail'],
    code: 6,
  },
  {
    name: 'flush: no cluster',
    options: stageOf(
      {},
      {
        seed: {
          apis: [
            {
              name: 'shop',
              methods: { 'GET /stamped': { integration: { type: 'AWS_PROXY', handler: 'stamped' } } },
              stages: { prod: {} },
            },
          ],
        },
      },
    ),
    command: '/stamped --flush --expect not-cached',
    verdict: 'not-cached',
    check: ['flush', 'skip'],
  },
  {
    name: 'flush: a best-effort miss now and then',
    // The seed of a run whose misses leave the flush to be seen.
    options: stageOf({}, { faults: { missRate: 0.15 }, randomSeed: 1 }),
    command: '/stamped --samples 10 --flush',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'flush: evictions',
    options: stageOf({}, { faults: { evictionRate: 0.15 } }),
    command: '/stamped --samples 10 --flush',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'flush: the status lags',
    options: stageOf({}, { knobs: { statusLag: 8000 } }),
    command: '/stamped --flush',
    verdict: 'cached',
    layer: 'stage',
  },
  { name: 'flush: too large to be stored', command: '/large --flush', verdict: 'not-cached', code: 6 },
  // --invalidation
  {
    name: 'invalidation: anyone may',
    options: stageOf(anyone),
    command: '/stamped --invalidation',
    verdict: 'cached',
    layer: 'stage',
    check: ['invalidation', 'pass'],
  },
  {
    name: 'invalidation: a counter',
    options: stageOf(anyone),
    command: '/counter --control none --invalidation',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'invalidation: nobody may, a warning',
    command: '/stamped --invalidation',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['invalidation', 'pass'],
  },
  {
    name: 'invalidation: nobody may, refused',
    options: stageOf(strategy('FAIL_WITH_403')),
    command: '/stamped --invalidation',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['invalidation', 'pass'],
  },
  {
    name: 'invalidation: nobody may, ignored',
    options: stageOf(strategy('SUCCEED_WITHOUT_RESPONSE_HEADER')),
    command: '/stamped --invalidation',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['invalidation', 'pass'],
  },
  {
    name: 'invalidation: signed, AWS_IAM',
    command: '/signed --sign --accept-unkeyed all --invalidation',
    verdict: 'cached',
    layer: 'stage',
    check: ['invalidation', 'pass'],
  },
  {
    name: 'invalidation: a backend that honours max-age, not cached',
    options: stageOf({ ...anyone, ...off('GET /polite') }),
    command: '/polite --invalidation --expect cached',
    verdict: 'cached',
    layer: 'some-cache',
  },
  {
    name: 'invalidation: a backend that honours max-age, where nobody may',
    options: stageOf(off('GET /polite')),
    command: '/polite --invalidation --expect cached',
    verdict: 'cached',
    layer: 'some-cache',
  },
  {
    name: 'invalidation: static data',
    options: stageOf(anyone),
    command: '/still --invalidation',
    verdict: 'inconclusive',
    check: ['invalidation', 'unknown'],
    code: 6,
  },
  // --expiry
  {
    name: 'expiry: times',
    command: '/stamped --expiry',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['expiry', 'pass'],
  },
  {
    name: 'expiry: the backend keeps it longer',
    options: stageOf({ 'GET /backend-cache': { ...CACHED, cacheTtlInSeconds: 60 } }),
    command: '/backend-cache --expiry',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['expiry', 'fail'],
    code: 6,
  },
  {
    name: 'expiry: a counter, as slow data',
    command: '/counter --control none --expiry',
    verdict: 'inconclusive',
    check: ['expiry', 'unknown'],
    code: 6,
  },
  // --metrics
  {
    name: 'metrics: static data',
    command: '/still --metrics',
    verdict: 'cached',
    layer: 'stage',
    check: ['metrics', 'pass'],
  },
  {
    name: 'metrics: static data, late',
    options: stageOf({}, { metricsDelayMs: 150_000 }),
    command: '/still --metrics',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'metrics: static data, not cached',
    options: stageOf(off('GET /still')),
    command: '/still --metrics',
    verdict: 'not-cached',
    check: ['metrics', 'pass'],
    code: 0,
  },
  {
    name: 'metrics: static data, not cached but expected',
    options: stageOf(off('GET /still')),
    command: '/still --metrics --expect cached',
    verdict: 'not-cached',
    check: ['metrics', 'fail'],
    code: 6,
  },
  {
    name: 'metrics: only the backend caches',
    options: stageOf(off('GET /backend-cache')),
    command: '/backend-cache --metrics --expect cached',
    verdict: 'cached',
    layer: 'some-cache',
    check: ['metrics', 'fail'],
    code: 6,
  },
  { name: 'metrics: both cache', command: '/backend-cache --metrics', verdict: 'cached', layer: 'stage' },
  {
    name: 'metrics: detailed ones',
    options: stageOf({ 'GET /still': { ...CACHED, metricsEnabled: true } }),
    command: '/still --metrics',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'metrics: a canary past the cache',
    options: stageOf({}, canary(false)),
    command: '/still --samples 12 --metrics',
    verdict: 'cached',
    layer: 'stage',
  },
  {
    name: 'metrics: never complete',
    options: stageOf({}, { faults: { metricGaps: 1 } }),
    command: '/still --metrics',
    verdict: 'inconclusive',
    check: ['metrics', 'unknown'],
    code: 6,
  },
  // --vary
  {
    name: 'vary: in the key',
    command: '/typed --vary querystring.type=admin,regular',
    verdict: 'cached',
    check: ['vary', 'pass'],
  },
  {
    name: 'vary: not in the key',
    command: '/stamped --vary querystring.type=admin,regular',
    verdict: 'cached',
    check: ['vary', 'fail'],
    code: 6,
  },
  {
    name: 'vary: a path parameter',
    command: '/items/7 --vary path.id=1,2,3',
    verdict: 'cached',
    check: ['vary', 'pass'],
  },
  {
    name: 'vary: a path parameter that is not in the key',
    command: '/loose/{id} --vary path.id=1,2',
    verdict: 'cached',
    check: ['vary', 'fail'],
    code: 6,
  },
  {
    name: 'vary: a header',
    command: '/tenants --vary header.X-Tenant=a,b',
    verdict: 'cached',
    check: ['vary', 'pass'],
  },
  {
    name: 'vary: a header that is not in the key',
    command: '/stamped --vary header.X-Tenant=a,b --accept-unkeyed all',
    verdict: 'cached',
    check: ['vary', 'fail'],
    code: 6,
  },
  {
    name: 'vary: two at once',
    command: '/typed --vary querystring.type=a,b --vary querystring.x=1,2',
    verdict: 'cached',
    check: ['vary', 'fail'],
    code: 6,
  },
  {
    name: 'vary: times in seconds, in the key',
    command: '/seconds --vary querystring.type=a,b',
    verdict: 'cached',
    check: ['vary', 'pass'],
  },
  {
    name: 'vary: times in seconds, not in the key',
    command: '/loose-seconds --vary querystring.type=a,b',
    verdict: 'cached',
    check: ['vary', 'fail'],
    code: 6,
  },
  {
    name: 'vary: static data',
    command: '/still --vary querystring.type=a,b',
    verdict: 'inconclusive',
    check: ['vary', 'unknown'],
    code: 6,
  },
  {
    name: 'vary: not cached',
    options: stageOf(off('GET /stamped')),
    command: '/stamped --vary querystring.type=a,b',
    verdict: 'not-cached',
    check: ['vary', 'pass'],
    code: 0,
  },
  // --as
  {
    name: 'as: no identity in the key',
    command: "/me --as 'Authorization: ann-token' --as 'Authorization: ben-token' --accept-unkeyed all",
    verdict: 'cached',
    check: ['identity', 'fail'],
    code: 6,
  },
  {
    name: 'as: identity in the key',
    command: "/my --as 'Authorization: ann-token' --as 'Authorization: ben-token'",
    verdict: 'cached',
    check: ['identity', 'pass'],
  },
  {
    name: 'as: not cached',
    options: stageOf(off('GET /me')),
    command: "/me --as 'Authorization: ann-token' --as 'Authorization: ben-token'",
    verdict: 'not-cached',
    check: ['identity', 'pass'],
    code: 0,
  },
  // Whatever else may happen
  {
    name: 'a canary past the cache',
    options: stageOf({}, canary(false)),
    command: '/stamped --samples 10',
    verdict: 'cached',
    layer: 'some-cache',
  },
  { name: 'a cached error', command: '/failing', verdict: 'inconclusive', code: 6 },
  {
    name: 'signed requests',
    options: stageOf(off('GET /signed')),
    command: '/signed --sign',
    verdict: 'not-cached',
    code: 0,
  },
  {
    name: 'a TTL that is over too soon',
    options: stageOf({ 'GET /stamped': { ...CACHED, cacheTtlInSeconds: 1 } }),
    command: '/stamped --interval 2s',
    verdict: 'inconclusive',
    code: 6,
  },
  {
    name: 'a POST with a body',
    options: stageOf({ 'POST /search': CACHED }),
    command: "/search --method POST --data '{}' --yes",
    verdict: 'cached',
    layer: 'some-cache',
  },
]

const reportIn = (stdout: string): VerifyReport => JSON.parse(stdout).reports[0]

describe('verify in a sandbox', () => {
  it.each(ROWS)('is right: $name', async ({ options = stageOf(), command, verdict, layer, check, code = 0 }) => {
    const { cli, clock } = await withSandbox(options)
    // Not at a full minute, which a clock of seconds shares with one of minutes.
    clock.advance(2113)
    const yes = command.includes('--flush') ? ' --yes' : ''

    const ran = await cli(`verify ${command}${yes} --api shop --stage prod -o json`)

    const report = ran.stdout === '' ? ran.stderr : reportIn(ran.stdout)
    expect(report).toMatchObject({
      verdict,
      ...(layer === undefined ? {} : { layer }),
      ...(check
        ? { checks: expect.arrayContaining([expect.objectContaining({ id: check[0], outcome: check[1] })]) }
        : {}),
    })
    expect(ran.code).toBe(code)
  })
})

describe('an answer counts as given during a flush', () => {
  it.each([
    [1500, 'some-cache', 'unknown', 2],
    [2000, 'stage', 'pass', 3],
    [2300, 'stage', 'pass', 4],
    [60_000, 'stage', 'pass', 5],
  ])(
    'only where the stage still flushes after it: of %d ms it shows %s',
    async (flushTimeMs, layer, outcome, count) => {
      const { cli, clock } = await withSandbox(stageOf({}, { flushTimeMs }))
      clock.advance(2113)

      const { stdout } = await cli('verify /stamped --flush --yes --api shop --stage prod -o json')

      const report = reportIn(stdout)
      expect(report.layer).toBe(layer)
      expect(report.checks).toContainEqual({
        id: 'flush',
        outcome,
        detail: expect.stringContaining(`(${count} ${count === 1 ? 'answer' : 'answers'} while it ran, 5 after it)`),
      })
      expect(report.probes.filter(({ label }) => label === 'during the flush')).toHaveLength(count)
    },
  )
})

const probes = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length
const announced = (stderr: string) => Number(/probing: at most (\d+) request/.exec(stderr)?.[1])

describe('verify announces', () => {
  it.each(ROWS)('what it sends at most: $name', async ({ options = stageOf(), command }) => {
    const bench = await withSandbox(options)
    const yes = command.includes('--flush') ? ' --yes' : ''

    const { stderr } = await bench.cli(`verify ${command}${yes} --api shop --stage prod`)

    expect(probes(bench)).toBeGreaterThan(0)
    expect(probes(bench)).toBeLessThanOrEqual(announced(stderr))
    expect(announced(stderr)).toBeLessThanOrEqual(40)
  })
})

describe('values on a cache that was warm before', () => {
  const warm = async (keys: readonly string[]) => {
    const bench = await withSandbox({
      seed: {
        apis: [
          {
            name: 'shop',
            methods: {
              'GET /items/{id}': {
                integration: { type: 'AWS_PROXY', handler: 'demo-pets' },
                keys,
              },
            },
            stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
          },
        ],
      },
    })
    const url = bench.sandbox.apis[0]?.stages[0]?.invokeUrl
    bench.clock.advance(12_345)
    for (const id of ['1', '2']) {
      await bench.clock.during(fetch(`${url}/items/${id}`).then((answer) => answer.text()))
      bench.clock.advance(700)
    }
    bench.clock.advance(60_000)
    return bench
  }
  const VARY = 'verify /items/1 --api shop --stage prod --vary path.id=1,2 -o json'

  it('are told apart where each has an entry of its own', async () => {
    const { cli } = await warm(['path.id'])
    const { code, stdout } = await cli(VARY)

    expect(JSON.parse(stdout).reports[0].checks).toContainEqual(
      expect.objectContaining({ id: 'vary', outcome: 'pass' }),
    )
    expect(JSON.parse(stdout).reports[0].probes.every((one: { sameAsFirst: boolean }) => one.sameAsFirst)).toBe(true)
    expect(code).toBe(0)
  })

  it('fail where they share one', async () => {
    const { cli } = await warm([])
    const { code, stdout } = await cli(VARY)

    expect(JSON.parse(stdout).reports[0].checks).toContainEqual({
      id: 'vary',
      outcome: 'fail',
      detail: 'id=2 was answered with the entry of id=1: path.id is not in the cache key',
    })
    expect(code).toBe(6)
  })

  it('fail as two paths as well', async () => {
    const { cli } = await warm([])
    const { code, stdout } = await cli('verify /items/1 /items/2 --api shop --stage prod')

    expect(stdout).toContain('✗ shared-entry failed  (cached, as expected)')
    expect(stdout).toContain('shared-entry: fail')
    expect(stdout).toContain("apigw-cache keys add GET '/items/{id}' path.id --deploy --api ")
    expect(code).toBe(6)
  })
})
