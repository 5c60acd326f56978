import { describe, expect, it } from 'vitest'
import { RULES } from '../../../src/core/doctor/rules.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { CASES, type Scene, seedOf } from './cases.js'
import { doctor, runFix } from './running.js'

async function stageOf(scene: Scene): Promise<Bench> {
  const bench = await withSandbox({ seed: seedOf(scene) })
  await scene.prepare?.(bench)
  return bench
}

async function findings(bench: Bench, rule: string, { flags, config }: Scene) {
  const { report } = await doctor(bench, flags, config)
  return report.findings.filter((one) => one.rule === rule)
}

describe('each rule of doctor', () => {
  it('has a stage that triggers it and one that does not', () => {
    const covered = new Set(CASES.map(({ rule }) => rule))
    expect(RULES.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([])
  })

  it.each(CASES)('finds $rule where it is, with a fix that works: $fix', async ({ rule, found, fix, looks }) => {
    const bench = await stageOf(found)

    const [first, ...more] = await findings(bench, rule, found)

    expect(first).toMatchObject({ rule, suppressed: null, message: expect.stringMatching(/^\S.*[^.]$/) })
    expect(more).toEqual([])
    expect(`${first?.fix} `).toContain(fix ?? '')
    expect(first?.fix).toContain('--region us-east-1')
    if (first?.safe) expect(RULES.filter(({ fixes }) => fixes).map(({ id }) => id)).toContain(rule)
    await runFix(bench, first?.fix ?? '', found.config)
    expect(await findings(bench, rule, found)).toHaveLength(looks ? 1 : 0)
  })

  it.each(CASES)('is silent about $rule where it is not ($fix)', async ({ rule, quiet }) => {
    expect(await findings(await stageOf(quiet), rule, quiet)).toEqual([])
  })
})
