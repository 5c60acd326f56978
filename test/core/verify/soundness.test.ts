import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import type { ProbingDoors } from '../../../src/core/verify/doors.js'
import { costOf } from '../../../src/core/verify/proofs/cost.js'
import type { TestInvokeOptions } from '../../../src/core/verify/proofs/test-invoke.js'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import type { VerifyRequest } from '../../../src/core/verify/request.js'
import { probeAll } from '../../../src/core/verify/run.js'
import { hunt, patience } from '../../support/hunt.js'
import { ALWAYS_NEW, KINDS } from './backends.js'
import { type WorldShape, worldOf } from './world.js'

const URL_OF = 'http://stage.test/pets'
const TYPES = ['admin', 'regular', 'other']

interface RunShape {
  readonly samples: number
  readonly intervalMs: number
  readonly types: number
  readonly control: TestInvokeOptions['control']
  readonly invoked: boolean
  readonly flush: boolean
  readonly invalidation: boolean
  readonly expiry: boolean
  readonly metrics: boolean
  readonly sign: boolean
  readonly warm: boolean
}

async function run(world: WorldShape, shape: RunShape): Promise<{ report: VerifyReport; sent: number; most: number }> {
  const { clock, http, stage, testInvoke, known, warmUp, sent, later } = worldOf(world)
  if (shape.warm) {
    warmUp(shape.types > 1 ? 'admin' : 'none')
    later(60_000)
  }
  const { types, invoked, warm: _warm, samples, intervalMs, sign: signs, ...proofs } = shape
  const variant = (type: string) => {
    const label = `type=${type}`
    return {
      url: `${URL_OF}?type=${type}`,
      headers: [],
      label,
      values: [{ dimension: 'querystring.type', label }],
    }
  }
  const variants: VerifyRequest['variants'] =
    types > 1
      ? [variant('admin'), ...TYPES.slice(1, types).map(variant)]
      : [{ url: URL_OF, headers: [], label: '', values: [] }]
  const request: VerifyRequest = {
    ...{ samples, intervalMs, sign: signs, timestamp: null },
    asked: {
      ...proofs,
      vary: types > 1 ? ['querystring.type=admin,…'] : [],
      expiry: shape.expiry && known.cached,
    },
    target: null,
    method: 'GET',
    url: URL_OF,
    expected: 'cached',
    expectedBy: 'caller',
    allowInconclusive: false,
    layer: null,
    known,
    direct: world.hop === null && world.edge === null && world.seed % 3 > 0,
    variants,
    testInvoke: invoked ? testInvoke : null,
    countedAs: null,
    advice: { spelling: CALLS, target: null, removal: '', asked: '/pets' },
  }
  const sign: ProbingDoors['sign'] = async ({ headers }) => [...headers, ['Authorization', 'signed']]
  const {
    reports: [report],
  } = await probeAll({ http, clock, stage, sign }, [request])
  if (!report) throw new Error('there is no report')
  return { report, sent: sent(), most: costOf(request).requests }
}

const rarely = (arbitrary: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary })

/** A little, as two clocks that are kept right, or as far as one that is wrong. */
const clocksApart = (farMs: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -3000, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -farMs, max: farMs }) },
  )

const sometimes = fc.constantFrom(false, false, true)

/**
 * When CloudWatch counts what others send. Hits that come so late and minutes before their requests would be taken
 * for ours, so only whole requests come later than ours do.
 */
const counts = fc.constantFrom(
  { othersLateMs: -200_000, scattered: false },
  { othersLateMs: 0, scattered: false },
  { othersLateMs: 0, scattered: true },
  { othersLateMs: 90_000, scattered: false },
  { othersLateMs: 240_000, scattered: false },
)

const settings = fc.record({
  kind: fc.constantFrom(...KINDS),
  hop: fc.constantFrom(null, null, 'X-Varnish', 'X-Sequence'),
  edge: fc.constantFrom(null, null, null, 'nonce', 'requestId', 'edgeId'),
  seed: fc.nat(1_000_000),
  skewMs: clocksApart(7_200_000),
  dateOffsetMs: clocksApart(3_600_000),
  latencyMs: rarely(fc.constantFrom(60, 450, 1500)),
  stage: fc.constantFrom('off', 'on', 'on', 'no cluster'),
  ttlSeconds: fc.constantFrom(1, 3, 10, 60, 300, 3600),
  keyed: fc.boolean(),
  signed: fc.boolean(),
  requireAuthorization: fc.boolean(),
  unauthorized: fc.constantFrom('FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'),
  missRate: rarely(fc.constantFrom(0.1, 0.3)),
  evictionRate: rarely(fc.constantFrom(0.1, 0.3)),
  canary: rarely(fc.constantFrom(0.1, 0.5, 0.9)),
  othersRate: rarely(fc.constantFrom(0.1, 0.5, 1)),
  errorRate: rarely(fc.constantFrom(0.05, 0.3)),
  backendTtlMs: rarely(fc.constantFrom(300, 700, 1600, 5000, 30_000, 300_000)),
  backendMissRate: rarely(fc.constantFrom(0.02, 0.05)),
  backendHonoursMaxAge: fc.boolean(),
  backendKeyed: fc.boolean(),
  large: fc.constant(false),
  flushMs: fc.oneof(fc.constantFrom(2000, 60_000, 120_000), fc.integer({ min: 300, max: 8000 })),
  statusLagMs: rarely(fc.constantFrom(3000, 60_000)),
})

const worlds: fc.Arbitrary<WorldShape> = fc
  .tuple(settings, counts)
  .map(([world, counted]) => ({ ...world, ...counted }))

const runs: fc.Arbitrary<RunShape> = fc.record({
  samples: fc.integer({ min: 2, max: 6 }),
  intervalMs: fc.constantFrom(100, 500, 500, 1100, 3000),
  types: fc.constantFrom(1, 1, 2, 3),
  control: fc.constantFrom('auto', 'none'),
  invoked: fc.boolean(),
  flush: sometimes,
  invalidation: sometimes,
  expiry: sometimes,
  metrics: sometimes,
  sign: fc.boolean(),
  warm: fc.boolean(),
})

describe('in random worlds, through the whole driver', () => {
  it(
    '`cached` is never said where nothing caches, nor `stage` where only the backend does',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, runs, fc.boolean(), async (world, shape, backendCaches) => {
          const backendTtlMs = backendCaches ? world.backendTtlMs || 5000 : 0
          const { report, sent, most } = await run({ ...world, stage: 'off', backendTtlMs }, shape)
          const shown = JSON.stringify(report)
          if (backendCaches) expect(report.layer, shown).not.toBe('stage')
          else expect(report.verdict, shown).not.toBe('cached')
          // Nor is more sent than was announced.
          expect(sent).toBeLessThanOrEqual(most)
        }),
        hunt(10_000),
      )
    },
    patience(240_000),
  )

  it(
    'no value is said to have the entry of another where each has its own',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, runs, async (world, shape) => {
          const { report } = await run({ ...world, keyed: true, backendKeyed: true }, { ...shape, types: 3 })
          expect(JSON.stringify(report.checks)).not.toContain('with the entry of')
        }),
        hunt(1000),
      )
    },
    patience(120_000),
  )
})

describe('with other callers in the same minutes', () => {
  it(
    'their hits are not taken for ours, whichever CloudWatch counts first',
    async () => {
      const few = fc.integer({ min: 2, max: 4 })
      await fc.assert(
        fc.asyncProperty(worlds, few, fc.constantFrom(0.3, 0.5), async (world, samples, othersRate) => {
          const { report } = await run(
            { ...world, ...CALM, kind: 'static', stage: 'off', othersRate, scattered: world.scattered },
            { ...ONCE, ...NOTHING, samples, metrics: true },
          )
          expect(report.verdict, JSON.stringify(report)).not.toBe('cached')
        }),
        hunt(1000),
      )
    },
    patience(120_000),
  )
})

/** Where there are no accidents. */
const CALM = {
  hop: null,
  edge: null,
  missRate: 0,
  evictionRate: 0,
  canary: 0,
  othersRate: 0,
  errorRate: 0,
  scattered: false,
  backendTtlMs: 0,
  statusLagMs: 0,
  signed: false,
  ttlSeconds: 300,
  flushMs: 60_000,
} as const

const fresh = fc.constantFrom(...ALWAYS_NEW)
const enough = fc.integer({ min: 5, max: 7 })
const ONCE = { samples: 5, intervalMs: 500, types: 1, control: 'none', invoked: false, sign: false } as const
const NOTHING = { flush: false, invalidation: false, expiry: false, metrics: false, warm: false } as const

describe('where an observer could know', () => {
  it(
    '`not-cached` is never said of what a cache keeps',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, runs, async (world, shape) => {
          const { report } = await run(
            {
              ...world,
              ...CALM,
              hop: world.hop,
              edge: world.edge,
              othersRate: world.othersRate,
              stage: 'on',
            },
            { ...shape, samples: shape.samples + 2 },
          )
          expect(report.verdict).not.toBe('not-cached')
        }),
        hunt(1000),
      )
    },
    patience(120_000),
  )

  it(
    'a flush shows that the stage stored whatever is another one each time',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, fresh, enough, fc.boolean(), async (world, kind, samples, warm) => {
          const { report } = await run(
            { ...world, ...CALM, kind, stage: 'on' },
            { ...ONCE, ...NOTHING, samples, warm, flush: true },
          )
          expect(report.layer, JSON.stringify(report, null, 1)).toBe('stage')
        }),
        hunt(200),
      )
    },
    patience(60_000),
  )

  it(
    'a flush shows that also where it ends in the middle of an answer',
    async () => {
      const latency = fc.constantFrom(60, 300, 450)
      const answers = fc.integer({ min: 320, max: 520 })
      await fc.assert(
        fc.asyncProperty(worlds, fresh, latency, answers, async (world, kind, latencyMs, hundredths) => {
          const everyMs = (kind === 'seconds' ? 1100 : 500) + latencyMs + 25
          const flushMs = Math.floor((everyMs * hundredths) / 100)
          const { report } = await run(
            { ...world, ...CALM, kind, stage: 'on', latencyMs, flushMs },
            { ...ONCE, ...NOTHING, flush: true },
          )
          expect(report.layer, JSON.stringify(report, null, 1)).toBe('stage')
        }),
        hunt(200),
      )
    },
    patience(60_000),
  )

  it(
    'an allowed invalidation does as well',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, fresh, enough, fc.boolean(), async (world, kind, samples, signed) => {
          const { report } = await run(
            { ...world, ...CALM, kind, stage: 'on', signed, requireAuthorization: signed },
            { ...ONCE, ...NOTHING, samples, sign: signed, invalidation: true },
          )
          expect(report.layer, JSON.stringify(report, null, 1)).toBe('stage')
        }),
        hunt(200),
      )
    },
    patience(60_000),
  )

  it(
    'CloudWatch tells either way where nobody else asks, also of data that never change',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, enough, fc.boolean(), async (world, samples, cached) => {
          const { report } = await run(
            { ...world, ...CALM, kind: 'static', stage: cached ? 'on' : 'off' },
            { ...ONCE, ...NOTHING, samples, metrics: true },
          )
          expect([report.verdict, report.layer]).toEqual(cached ? ['cached', 'stage'] : ['not-cached', null])
        }),
        hunt(200),
      )
    },
    patience(60_000),
  )

  it(
    'other values are told to be entries of their own, or not to be',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, fc.constantFrom('ms', 'seconds'), fc.boolean(), async (world, kind, keyed) => {
          const { report } = await run(
            { ...world, ...CALM, kind, skewMs: 0, dateOffsetMs: 0, stage: 'on', keyed },
            { ...ONCE, ...NOTHING, types: 2 },
          )
          const outcome = report.checks.find(({ id }) => id === 'vary')?.outcome
          // A body that has the type in it is another one for another type, unless it is another's entry.
          expect(outcome).toBe(keyed ? 'pass' : 'fail')
          expect(report.passed).toBe(keyed)
        }),
        hunt(300),
      )
    },
    patience(60_000),
  )
})
