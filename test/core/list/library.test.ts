import { describe, expect, it, onTestFinished } from 'vitest'
import { connect, type ListRow } from '../../../src/index.js'
import { startSandbox } from '../../../src/sandbox/index.js'

async function connected() {
  const sandbox = await startSandbox({ seed: 'traffic', randomSeed: 1, pageSize: 500 })
  onTestFinished(() => sandbox.close())
  return connect({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

describe('list as a library', () => {
  it('gives every stage of the account and region, with totals', async () => {
    const { stages, failed, totals } = await (await connected()).list()

    expect(stages.map(({ api, stage }) => `${api.name} ${stage}`)).toEqual([
      'legacy dev',
      'legacy prod',
      'pets prod',
      'shop prod',
    ])
    expect(failed).toEqual([])
    expect(totals.at(-1)).toEqual({ by: 'all', name: '', stages: 4, clusters: 3, monthlyUsd: 188.34 })
  })

  it('hands rows over as they come, and then keeps none', async () => {
    const rows: ListRow[] = []
    const progress: string[] = []
    const { stages, scanned } = await (await connected()).list({
      cached: true,
      onRow: (row) => rows.push(row),
      onProgress: ({ apis, of }) => progress.push(`${apis}/${of}`),
    })

    expect(stages).toEqual([])
    expect(rows).toHaveLength(3)
    expect(scanned).toMatchObject([{ apis: 3, stages: 3 }])
    expect(progress.at(0)).toBe('0/3')
    expect(progress.at(-1)).toBe('3/3')
  })
})
