import { tagNames, type WantedTag } from '../find/tags.js'
import { compareText } from '../gateway/method.js'
import type { ListRow, Total } from './report.js'

export interface Totals {
  add(totals: readonly Total[]): void
  all(): readonly Total[]
}

const ORDER: readonly Total['by'][] = ['account', 'region', 'tag', 'all']

/** Adds up without keeping what was added. */
export function createTotals(): Totals {
  const sums = new Map<string, Total>([['all ', { by: 'all', name: '', ...NOTHING }]])
  return {
    add(totals) {
      for (const one of totals) {
        const key = `${one.by} ${one.name}`
        const known = sums.get(key)
        sums.set(key, known ? plus(known, one) : one)
      }
    },
    all: () =>
      [...sums.values()].sort((a, b) => ORDER.indexOf(a.by) - ORDER.indexOf(b.by) || compareText(a.name, b.name)),
  }
}

const NOTHING = { stages: 0, clusters: 0, monthlyUsd: 0 } as const

/** What a row adds to the totals of its account, its region, the wanted tags that it has, and all. PURE. */
export function totalsOf(row: ListRow, wanted: readonly WantedTag[]): readonly Total[] {
  const clusters = row.cluster.enabled ? 1 : 0
  const of = (by: Total['by'], name: string): Total => {
    return { by, name, stages: 1, clusters, monthlyUsd: row.price.monthlyUsd }
  }
  return [
    ...(row.account === null ? [] : [of('account', row.account)]),
    of('region', row.region),
    ...tagNames(row.tags, wanted).map((name) => of('tag', name)),
    of('all', ''),
  ]
}

function plus(a: Total, b: Total): Total {
  const { by, name, stages, clusters } = a
  const isKnown = a.monthlyUsd !== null && b.monthlyUsd !== null
  // Rounded, so that thousands of prices add up to whole cents.
  const monthlyUsd = isKnown ? Math.round(((a.monthlyUsd ?? 0) + (b.monthlyUsd ?? 0)) * 100) / 100 : null
  return { by, name, stages: stages + b.stages, clusters: clusters + b.clusters, monthlyUsd }
}
