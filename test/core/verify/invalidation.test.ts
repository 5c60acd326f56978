import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import type { Known } from '../../../src/core/verify/evidence.js'
import type { VerifyRequest } from '../../../src/core/verify/request.js'
import { probeAll } from '../../../src/core/verify/run.js'
import { type WorldShape, worldOf } from './world.js'

const URL_OF = 'http://stage.test/pets'
const TARGET = { account: null, region: 'us-east-1', api: { id: 'a', name: 'a' }, stage: 'prod' }

const WORLD: WorldShape = {
  ...{ kind: 'ms', hop: null, edge: null, seed: 1, skewMs: 0, dateOffsetMs: 0, latencyMs: 0, stage: 'on' },
  ...{
    ttlSeconds: 300,
    keyed: true,
    signed: false,
    requireAuthorization: false,
    unauthorized: 'FAIL_WITH_403',
  },
  ...{
    missRate: 0,
    evictionRate: 0,
    canary: 0,
    needsApiKey: false,
    identity: [],
    othersRate: 0,
    othersLateMs: 0,
    scattered: false,
    errorRate: 0,
  },
  ...{ backendTtlMs: 0, backendMissRate: 0, backendHonoursMaxAge: false, backendKeyed: false, large: false },
  ...{ flushMs: 0, statusLagMs: 0 },
}

/** What is said of a stage whose settings are `said`, whatever it does. */
async function reportOn(world: Partial<WorldShape>, said: Partial<Known>, allowInconclusive = false) {
  const { clock, http, stage, known } = worldOf({ ...WORLD, ...world })
  const request: VerifyRequest = {
    ...{
      target: TARGET,
      method: 'GET',
      url: URL_OF,
      samples: 5,
      intervalMs: 500,
      sign: false,
      timestamp: null,
    },
    ...{
      expected: 'cached',
      expectedBy: 'settings',
      layer: null,
      allowInconclusive,
      testInvoke: null,
      countedAs: null,
      direct: true,
    },
    known: { ...known, ...said },
    variants: [{ url: URL_OF, headers: [], label: '', values: [] }],
    asked: { invalidation: true, control: 'none' },
    advice: { spelling: CALLS, target: TARGET, removal: '', asked: '/pets' },
  }
  const {
    reports: [report],
  } = await probeAll({ http, clock, stage }, [request])
  if (!report) throw new Error('there is no report')
  return { ...report, check: report.checks.find(({ id }) => id === 'invalidation') }
}

describe('an invalidation that does not do what the settings say', () => {
  it.each(['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'] as const)(
    'is a no, although the verdict is as expected: %s',
    async (unauthorized) => {
      const { verdict, layer, passed, check, next } = await reportOn(
        {},
        { requireAuthorization: true, unauthorized },
        true,
      )

      expect({ verdict, layer, passed }).toEqual({ verdict: 'cached', layer: 'some-cache', passed: false })
      expect(check).toMatchObject({ outcome: 'fail' })
      expect(check?.detail).toContain('unsigned: replaced the entry, but the settings say otherwise')
      expect(next).toContain('look for a cache behind or in front of the stage')
      expect(next).not.toContain('override')
    },
  )

  it('is one as well where anyone may and nobody can', async () => {
    const { passed, check } = await reportOn({ requireAuthorization: true }, { requireAuthorization: false })
    expect({ passed, outcome: check?.outcome }).toEqual({ passed: false, outcome: 'fail' })
  })

  it('is none where the entry was lost by accident just then', async () => {
    const shape = { requireAuthorization: true, unauthorized: 'SUCCEED_WITHOUT_RESPONSE_HEADER' } as const
    for (let seed = 0; seed < 200; seed++) {
      const { check } = await reportOn({ ...shape, seed, evictionRate: 0.1 }, {})
      expect(check?.outcome, JSON.stringify(check)).not.toBe('fail')
    }
  })
})

describe('an invalidation that does what the settings say', () => {
  it.each([
    [{ requireAuthorization: false }],
    [{ requireAuthorization: true, unauthorized: 'FAIL_WITH_403' }],
    [{ requireAuthorization: true, unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER' }],
    [{ requireAuthorization: true, unauthorized: 'SUCCEED_WITHOUT_RESPONSE_HEADER' }],
  ] as const)('passes: %j', async (world) => {
    const { passed, check } = await reportOn(world, {})
    expect({ passed, outcome: check?.outcome }).toEqual({ passed: true, outcome: 'pass' })
  })
})
