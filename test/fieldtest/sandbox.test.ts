import { describe, expect, it, onTestFinished } from 'vitest'
import { fieldtest } from '../../fieldtest/session.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import type { SandboxOptions } from '../../src/sandbox/index.js'

async function ran(options: SandboxOptions, only: readonly string[]) {
  const target = await sandboxTarget(options)
  onTestFinished(() => target.close())
  const { results, left } = await fieldtest(target, { only })
  const differing = results.filter(({ verdict }) => verdict !== 'holds')
  return { target, left, results, differing: differing.map(({ observation }) => observation.statement) }
}

describe('the fieldtest', { timeout: 120_000 }, () => {
  it('keeps to the quotas of an account, and leaves nothing there', async () => {
    const { target, left, differing } = await ran({}, ['C30', 'C21', 'C52', 'C93', 'C94', 'D9', 'K11', 'M1'])
    expect(differing).toEqual([])
    expect(left).toEqual([])
    expect(target.sandbox.apis).toEqual([])
    expect(target.sandbox.requests().filter(({ status }) => status === 429)).toEqual([])
  })

  it('leaves out what needs a backend where there is none, and asks the rest', async () => {
    const target = await sandboxTarget({})
    onTestFinished(() => target.close())
    const { results } = await fieldtest({ ...target, backend: undefined }, { only: ['D60', 'D61', 'K1'] })
    expect(results.map(({ observation, verdict }) => `${observation.statement} ${verdict}`)).toEqual([
      'D60 skipped',
      'D61 holds',
      'K1 holds',
    ])
  })

  it('sees that nothing is cached where every lookup misses', async () => {
    const names = ['K1', 'K6', 'K8', 'K10', 'K18', 'K29', 'D3', 'C30']
    const { differing } = await ran({ faults: { missRate: 1 } }, names)
    expect(differing).toEqual(['K1', 'K6', 'K8', 'K10', 'K18', 'K29'])
  })

  it('sees a failing backend, metrics with gaps, and signatures that nobody checks', async () => {
    const names = ['D17', 'D22', 'M1', 'I3', 'I4', 'C30', 'K1']
    const wrong: SandboxOptions = {
      iam: 'off',
      faults: { metricGaps: 1, backendErrorRate: 1, backendErrorStatus: 503 },
    }
    expect((await ran(wrong, names)).differing).toEqual(['I3', 'I4', 'D17', 'D22', 'K1', 'M1'])
  })
})
