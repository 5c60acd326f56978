import { describe, expect, it } from 'vitest'
import { CHEAP_RULES } from '../../../src/core/doctor/cheap-rules.js'
import { RULES } from '../../../src/core/doctor/rules.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { stageOf } from '../../../src/stage.js'
import { withSettledSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

const MOCK = { integration: { type: 'MOCK' } } as const
type Methods = Seed['apis'][number]['methods']
type SeedStage = Seed['apis'][number]['stages'][string]

async function opened(methods: Methods, stage: SeedStage) {
  const bench = await withSettledSandbox({
    seed: { apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: stage } }] },
  })
  return stageOf(await openStageOf(bench))
}

const rulesOf = (list: readonly { readonly rule: string }[]) => list.map(({ rule }) => rule)

describe('the rules that a status judges', () => {
  it('are those that are marked as cheap', () => {
    const marked = RULES.filter(({ cheap }) => cheap).map(({ id }) => id)
    expect(CHEAP_RULES.map(({ id }) => id).toSorted()).toEqual(marked.toSorted())
  })

  it('find the same in a status with its methods as in doctor', async () => {
    const stage = await opened(
      { 'GET /pets/{id}': MOCK, 'GET /orders': { ...MOCK, authorization: 'AWS_IAM' } },
      {
        cluster: '0.5',
        settings: { '*/*': { cachingEnabled: true } },
        canary: { percentTraffic: 10 },
      },
    )

    const { warnings } = await stage.status({ methods: true })
    const { findings } = await stage.doctor()

    const cheap = findings.filter(({ rule }) => CHEAP_RULES.some(({ id }) => id === rule))
    expect(warnings).toHaveLength(3)
    expect(cheap.map(({ rule, message }) => ({ rule, message }))).toEqual(expect.arrayContaining([...warnings]))
    expect(cheap).toHaveLength(3)
  })

  it('leave to doctor what takes the deployed methods to see', async () => {
    const stage = await opened(
      { 'POST /pets': MOCK },
      { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } },
    )

    expect(rulesOf((await stage.status({ methods: true })).warnings)).toEqual([])
    expect(rulesOf((await stage.doctor()).findings)).toContain('nothing-cached')
  })

  it('say what to do as the reader would do it', async () => {
    const stage = await opened({ 'GET /pets': MOCK }, { cluster: '0.5' })

    const { warnings } = await stage.status()
    const { findings } = await stage.doctor()

    expect(warnings.map(({ message }) => message)).toEqual([
      'the cluster is on and billed, but no method is cached: default caching is off:\nstage.defaults({ caching: true })',
    ])
    expect(findings.map(({ fix }) => fix)).toEqual(['stage.defaults({ caching: true })', 'stage.disable()'])
  })
})
