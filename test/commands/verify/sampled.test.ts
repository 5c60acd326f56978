import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import { withSandbox } from '../../support/cli.js'
import { hunt } from '../../support/hunt.js'
import { CACHED, stageOf } from './stages.js'

const FRESH = ['/stamped', '/seconds', '/counter', '/header-time', '/typed'] as const
const OTHERS = ['/still', '/slow', '/backend-cache', '/polite', '/large', '/failing'] as const

const cases = fc.record({
  path: fc.constantFrom(...FRESH, ...OTHERS),
  cached: fc.boolean(),
  anyone: fc.boolean(),
  samples: fc.integer({ min: 3, max: 8 }),
  interval: fc.constantFrom('300ms', '500ms', '2s'),
  controls: fc.subarray(['--flush --yes', '--invalidation', '--metrics', '--vary querystring.type=a,b']),
  control: fc.constantFrom('auto', 'none'),
  missRate: fc.constantFrom(0, 0, 0.1),
  evictionRate: fc.constantFrom(0, 0, 0.1),
  canary: fc.constantFrom(0, 0, 30),
  metricsDelayMs: fc.constantFrom(0, 130_000),
  startMs: fc.nat(59_999),
})

/** Whether anything in front of the origin stores answers to this path. */
const storedBy = ({ path, cached }: { readonly path: string; readonly cached: boolean }) => {
  const stage = cached && path !== '/large'
  return { stage, any: stage || path === '/backend-cache' || path === '/polite' }
}

describe('verify in sandboxes drawn at random', () => {
  it('never claims a cache that is not there, nor the stage for another one', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const { path, cached, anyone, missRate, evictionRate, canary, metricsDelayMs } = drawn
        const defaults = { ...CACHED, requireAuthorizationForCacheControl: !anyone }
        const { cli, clock, sandbox } = await withSandbox(
          stageOf(
            {
              '*/*': defaults,
              ...(cached ? {} : { [`GET ${path}`]: { ...defaults, cachingEnabled: false } }),
            },
            {
              faults: { missRate, evictionRate },
              metricsDelayMs,
              stage: canary > 0 ? { canary: { percentTraffic: canary, useStageCache: false } } : {},
            },
          ),
        )
        clock.advance(drawn.startMs)

        const { stdout, stderr } = await cli(
          `verify ${path} --api shop --stage prod -o json --samples ${drawn.samples} --interval ${drawn.interval} --control ${drawn.control} ${drawn.controls.join(' ')}`,
        )
        await sandbox.close()

        const report: VerifyReport | undefined = JSON.parse(stdout || 'null')?.reports[0]
        if (!report) throw new Error(stderr)
        const truth = storedBy(drawn)
        if (!truth.any) expect(report.verdict, stdout).not.toBe('cached')
        if (!truth.stage) expect(report.layer, stdout).not.toBe('stage')
        const calm = missRate === 0 && evictionRate === 0 && canary === 0
        if (truth.stage && calm) expect(report.verdict, stdout).not.toBe('not-cached')
        // Seconds at a full minute may as well be minutes; a counter says nothing of when.
        const told = ['/stamped', '/header-time', '/typed'].includes(path) && calm
        if (told && drawn.samples > 3) expect(report.verdict, stdout).toBe(truth.any ? 'cached' : 'not-cached')
      }),
      hunt(40),
    )
  }, 60_000)
})
