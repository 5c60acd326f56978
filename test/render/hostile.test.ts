import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EffectiveMethod, StageCache } from '../../src/core/gateway/model.js'
import type { ListRow, StageList } from '../../src/core/list/report.js'
import type { StatusReport } from '../../src/core/status/report.js'
import type { VerifyReport } from '../../src/core/verify/report.js'
import { FORMATS as ALL } from '../../src/render/format/formats.js'
import { render, type View } from '../../src/render/format/print.js'
import { styleOf } from '../../src/render/format/style.js'
import { clean } from '../../src/render/format/text.js'
import { listView } from '../../src/render/list/screen.js'
import { stageView } from '../../src/render/stage/screen.js'
import { statusView } from '../../src/render/status/screen.js'
import { VERIFY_VIEW } from '../../src/render/verify/screen.js'
import { WARM_VIEW } from '../../src/render/warm/screen.js'

const STYLE = styleOf({ isTTY: true, columns: 100, colors: 0 }, 'never', {})
/** JSON escapes by itself, and is read by programs. */
const FORMATS = ALL.filter((format) => format !== 'json' && format !== 'ndjson')
const HOSTILE = '\u001b]0;x\u0007\u001b[2J\nevil\u202e'

const CACHE: StageCache = {
  account: '123456789012',
  region: 'us-east-1',
  api: { id: 'abc', name: 'pets' },
  stage: 'prod',
  cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
  defaults: {
    caching: true,
    ttlSeconds: 300,
    encrypted: false,
    requireAuthorization: true,
    unauthorized: 'FAIL_WITH_403',
  },
  changed: true,
  waitedMs: 5000,
}
const METHOD: EffectiveMethod = {
  method: 'GET',
  path: '/pets',
  caching: true,
  ttlSeconds: 60,
  encrypted: false,
  requireAuthorization: true,
  unauthorized: 'FAIL_WITH_403',
  source: 'override',
  cached: true,
  keys: ['path.id'],
  pendingKeys: ['querystring.a'],
}
const STATUS: StatusReport = {
  ...CACHE,
  methods: [METHOD],
  metrics: {
    since: '2026-01-01T00:00:00.000Z',
    until: '2026-01-01T01:00:00.000Z',
    settledUntil: '2026-01-01T00:55:00.000Z',
    periodSeconds: 60,
    hits: 1,
    misses: 1,
    requests: 2,
    ratio: 0.5,
    series: [],
    methods: null,
  },
  price: { billed: true, hourlyUsd: 0.02, monthlyUsd: 14.6, asOf: '2026-01-01', of: 'us-east-1' },
  managedBy: { tool: 'CloudFormation', evidence: 'a tag' },
  canary: { percent: 10, usesStageCache: false },
  warnings: [{ rule: 'some-rule', message: 'a message' }],
}
const VERIFY: VerifyReport = {
  target: CACHE,
  method: 'GET',
  url: 'https://api.invalid/pets',
  verdict: 'cached',
  layer: null,
  expected: 'not-cached',
  expectedBy: 'caller',
  passed: false,
  reason: 'because',
  freshness: { source: 'header:x', kind: 'timestamp' },
  probes: [
    { at: '2026-01-01T00:00:00.000Z', status: 200, latencyMs: 5, value: 'a', group: null, sameAsFirst: null },
    {
      at: '2026-01-01T00:00:01.000Z',
      status: 200,
      latencyMs: 5,
      value: 'b',
      group: 'g',
      sameAsFirst: false,
      label: 'type=admin',
    },
  ],
  latency: { firstMs: 5, repeatMedianMs: 4 },
  checks: [{ id: 'flush', outcome: 'fail', detail: 'a detail' }],
  next: 'do this',
}

/** One copy for each string in it, with that string replaced. */
function poisoned<T>(value: T, poison: string): readonly T[] {
  const text = JSON.stringify(value)
  let strings = 0
  const copyWith = (chosen: number): T => {
    strings = 0
    return JSON.parse(text, (_, one: unknown) => (typeof one === 'string' && strings++ === chosen ? poison : one))
  }
  copyWith(-1)
  return Array.from({ length: strings }, (_, chosen) => copyWith(chosen))
}

/** What of a text does something on a terminal. */
const active = (screen: string) => screen.match(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu) ?? []

function holds<T, Row>(result: T, view: View<T, Row>) {
  const any = fc.oneof(fc.constant(HOSTILE), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), any, (format, poison) => {
      const harmless = poisoned(result, clean(poison))
      for (const [index, copy] of poisoned(result, poison).entries()) {
        const found = active(render(format, copy, view, STYLE))
        const own = active(render(format, harmless[index] ?? result, view, STYLE))
        expect(found.join('')).toBe(own.join(''))
      }
    }),
    { numRuns: 15, examples: FORMATS.map((format) => [format, HOSTILE]) },
  )
}

describe('whatever AWS or an endpoint says', () => {
  it('cannot act on the terminal from a result of a change', () => {
    holds(CACHE, stageView({ first: 'on' }))
  })

  it('cannot act on the terminal from a status', () => {
    holds(STATUS, statusView(false))
    holds(STATUS, statusView(true))
  })

  it('cannot act on the terminal from a list', () => {
    const { defaults: _, changed: __, waitedMs: ___, ...target } = CACHE
    const row: ListRow = {
      ...target,
      ...{ caching: true, overrides: 1, cachedOverrides: 1, ttlSeconds: 60, encrypted: false },
      ...{ hits: 1, misses: 1, requests: 2, ratio: 0.5, idle: true },
      price: STATUS.price,
      managedBy: 'CDK',
      tags: { team: 'shop' },
      warnings: STATUS.warnings,
      findings: [{ rule: 'some-rule', severity: 'error' }],
    }
    const totals = [{ by: 'tag', name: 'team=shop', stages: 1, clusters: 1, monthlyUsd: 14.6 }] as const
    const scanned = [{ account: CACHE.account, region: CACHE.region, apis: 1, stages: 1 }]
    const list: StageList = { stages: [row], failed: [], scanned, totals }
    holds(list, listView(24))
  })

  it('cannot act on the terminal from a proof', () => {
    holds({ reports: [VERIFY], passed: false }, VERIFY_VIEW)
  })

  it('cannot act on the terminal from what was warmed', () => {
    const report = { url: 'https://api.invalid/', status: 200, latencyMs: 5, cached: null, reason: 'because' }
    holds({ reports: [report], stopped: 'the stage throttles', passed: false }, WARM_VIEW)
  })
})
