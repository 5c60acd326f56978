import { describe, expect, it } from 'vitest'
import { stageOf } from '../src/stage.js'
import { withSandbox } from './support/cli.js'
import { openStageOf } from './support/connection.js'

const HOUR_MS = 3_600_000
const SEED = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets/{id}': { integration: { type: 'MOCK' } } },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
    },
  ],
} as const

async function opened() {
  const bench = await withSandbox({ seed: SEED })
  bench.clock.advance(30 * 24 * HOUR_MS)
  return stageOf(await openStageOf(bench))
}

const lengthOf = ({ since, until }: { readonly since: string; readonly until: string }) =>
  (Date.parse(until) - Date.parse(since)) / HOUR_MS

describe('a stage of the library', () => {
  it('looks back an hour, a day or two weeks where nothing is said', async () => {
    const stage = await opened()

    expect(lengthOf((await stage.status()).metrics)).toBe(1)
    expect(Math.ceil(lengthOf((await stage.report()).status.metrics))).toBe(24)
    const [seen] = (await stage.advise()).seen
    expect(Math.ceil(seen ? lengthOf(seen) : 0)).toBe(14 * 24)
    const idle = (await stage.doctor()).findings.find(({ rule }) => rule === 'idle-cluster')
    expect(idle?.message).toContain('in the last 24 h')
  })

  it('is fixed at once where nobody wants to be asked, and not at all after a refusal', async () => {
    const stage = await opened()
    const questions: unknown[] = []

    const refused = stage.fix({
      onAsk: async (question) => {
        questions.push(question)
        throw new Error('no')
      },
    })
    await expect(refused).rejects.toThrow('no')
    expect(questions).toEqual([
      {
        kind: 'fixes',
        commands: ["stage.override({ method: { method: 'GET', path: '/pets/{id}' }, settings: { caching: false } })"],
      },
    ])
    expect((await stage.doctor()).findings).toContainEqual(
      expect.objectContaining({ rule: 'path-parameter-not-in-key' }),
    )

    expect((await stage.fix()).fixed).toMatchObject([{ rule: 'path-parameter-not-in-key' }])
  })

  it('is shown as its own methods have left it', async () => {
    const stage = await opened()

    await stage.disable()

    expect((await stage.status()).cluster.status).toBe('NOT_AVAILABLE')
    expect((await stage.doctor()).findings.map(({ rule }) => rule)).toContain('caching-without-cluster')
    await stage.defaults({ settings: { ttlSeconds: 60 } })
    expect((await stage.defaults()).defaults?.ttlSeconds).toBe(60)
  })

  it('is watched until nobody wants another look', async () => {
    const stage = await opened()
    const looks: string[] = []

    for await (const { at } of stage.watch()) {
      looks.push(at)
      if (looks.length === 3) break
    }

    const [first = '', , third = ''] = looks
    expect(Date.parse(third) - Date.parse(first)).toBe(10_000)
  })
})
