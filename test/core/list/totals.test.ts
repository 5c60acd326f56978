import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTags, parseTag, tagNames } from '../../../src/core/find/tags.js'
import type { ListRow, Total } from '../../../src/core/list/report.js'
import { createTotals, totalsOf } from '../../../src/core/list/totals.js'

const row = (part: object) =>
  ({
    account: '111111111111',
    region: 'us-east-1',
    tags: {},
    cluster: {},
    price: { monthlyUsd: 0 },
    ...part,
  }) as ListRow
const sum = (rows: readonly ListRow[], tags: readonly string[] = []) => {
  const totals = createTotals()
  for (const one of rows) totals.add(totalsOf(one, tags.map(parseTag)))
  return totals.all()
}
const of = (totals: readonly Total[], by: Total['by']) => totals.filter((one) => one.by === by)

describe('totals', () => {
  it('are the same by account, by region and in all, to the cent', () => {
    const rows = fc.array(
      fc.record({
        account: fc.constantFrom('111111111111', '222222222222'),
        region: fc.constantFrom('us-east-1', 'eu-west-1', 'eu-north-1'),
        cluster: fc.record({ enabled: fc.boolean() }),
        price: fc.integer({ min: 0, max: 3_000_00 }).map((cents) => ({ monthlyUsd: cents / 100, cents })),
      }),
    )
    fc.assert(
      fc.property(rows, (parts) => {
        const totals = sum(parts.map(row))
        const [all] = of(totals, 'all')
        expect(all?.monthlyUsd).toBe(parts.reduce((cents, { price }) => cents + price.cents, 0) / 100)
        for (const by of ['account', 'region'] as const) {
          const parted = of(totals, by)
          expect(parted.reduce((count, { stages }) => count + stages, 0)).toBe(parts.length)
          expect(parted.reduce((count, { clusters }) => count + clusters, 0)).toBe(all?.clusters)
        }
      }),
    )
  })

  it('say that a price is not known rather than leave it out', () => {
    const rows = [14.6, null, 29.2].map((monthlyUsd) => row({ price: { monthlyUsd } }))
    expect(of(sum(rows), 'all')).toMatchObject([{ stages: 3, monthlyUsd: null }])
  })

  it('are there where nothing was listed', () => {
    expect(sum([])).toEqual([{ by: 'all', name: '', stages: 0, clusters: 0, monthlyUsd: 0 }])
  })

  it('count a stage for each tag key that was asked for', () => {
    const rows = [row({ tags: { team: 'a', env: 'x' } }), row({ tags: { team: 'b', env: 'x' } })]
    const names = of(sum(rows, ['team', 'env=x', 'env=y']), 'tag').map(({ name, stages }) => [name, stages])
    expect(names).toEqual([
      ['env=x', 2],
      ['team=a', 1],
      ['team=b', 1],
    ])
  })
})

describe('a wanted tag', () => {
  it.each([
    ['team=shop', { key: 'team', value: 'shop' }],
    ['team=', { key: 'team', value: '' }],
    ['team', { key: 'team', value: null }],
    ['a=b=c', { key: 'a', value: 'b=c' }],
  ])('%s', (text, expected) => {
    expect(parseTag(text)).toEqual(expected)
  })

  it('is there only as a tag of the stage itself', () => {
    expect(hasTags({}, [parseTag('constructor')])).toBe(false)
    expect(tagNames({}, [parseTag('toString')])).toEqual([])
  })
})
