import { CLUSTER_STATUSES } from '../../core/gateway/model.js'
import type { StatusReport } from '../../core/status/report.js'
import { clean } from '../format/text.js'

type Labels = Readonly<Record<string, string>>

interface Sample {
  readonly labels?: Labels
  /** Null if unknown: the sample is then left out. */
  readonly value: number | null
}

interface Gauge {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

/** Text exposition format 0.0.4. All are gauges, because sums over a moving window may fall. PURE. */
export function prometheus(reports: readonly StatusReport[]): string {
  const byName = new Map<string, { readonly help: string; readonly lines: string[] }>()
  for (const report of reports) {
    for (const { name, help, samples } of gauges(report)) {
      // The format wants all samples of a name together, across stages.
      const known = byName.get(name) ?? { help, lines: [] }
      byName.set(name, known)
      known.lines.push(...samples.filter(isKnown).map((one) => sampleLine(name, targetLabels(report), one)))
    }
  }
  return [...byName]
    .filter(([, { lines }]) => lines.length > 0)
    .map(([name, { help, lines }]) =>
      [`# HELP apigw_cache_${name} ${help}`, `# TYPE apigw_cache_${name} gauge`, ...lines, ''].join('\n'),
    )
    .join('')
}

function targetLabels({ api, stage, region }: StatusReport): Labels {
  return { api: api.name ?? api.id, api_id: api.id, stage, region }
}

function sampleLine(name: string, target: Labels, { labels, value }: Sample): string {
  return `apigw_cache_${name}${labelText({ ...target, ...labels })} ${value}`
}

function gauges({ cluster, price, metrics, warnings }: StatusReport): readonly Gauge[] {
  const one = (name: string, help: string, value: number | null): Gauge => ({
    name,
    help,
    samples: [{ value }],
  })
  const byMethod = (name: string, help: string, figure: 'hits' | 'misses' | 'ratio'): Gauge => ({
    name,
    help,
    samples: (metrics.methods ?? []).map((method) => ({
      labels: { method: method.method, path: method.path },
      value: method[figure],
    })),
  })
  return [
    {
      name: 'cluster_status',
      help: '1 for the status that the cache cluster has, 0 for the others.',
      samples: CLUSTER_STATUSES.map((status) => ({
        labels: { status },
        value: cluster.status === status ? 1 : 0,
      })),
    },
    one(
      'cluster_size_gigabytes',
      'Capacity of the cache cluster.',
      cluster.size === null ? null : Number(cluster.size),
    ),
    one('price_usd_per_hour', 'What the cache cluster costs, an estimate.', price.hourlyUsd),
    one('window_seconds', 'Length of the window of the sums below.', secondsOf(metrics)),
    one('window_end_timestamp_seconds', 'End of that window.', Date.parse(metrics.until) / 1000),
    one('window_hits', 'Requests in the window that were answered from the cache.', metrics.hits),
    one('window_misses', 'Requests in the window that the cache passed on.', metrics.misses),
    one('window_requests', 'All requests to the stage in the window.', metrics.requests),
    one('hit_ratio', 'Hits by hits and misses, 0 to 1.', metrics.ratio),
    byMethod('method_window_hits', 'Hits in the window by method.', 'hits'),
    byMethod('method_window_misses', 'Misses in the window by method.', 'misses'),
    byMethod('method_hit_ratio', 'Hits by hits and misses by method, 0 to 1.', 'ratio'),
    {
      name: 'warning',
      help: '1 for each warning that status gives.',
      samples: [...new Set(warnings.map(({ rule }) => rule))].map((rule) => ({ labels: { rule }, value: 1 })),
    },
  ]
}

function secondsOf({ since, until }: StatusReport['metrics']): number {
  return (Date.parse(until) - Date.parse(since)) / 1000
}

function isKnown(sample: Sample): sample is Sample & { readonly value: number } {
  return sample.value !== null
}

function labelText(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`
}

/** Escaped where the format has an escape; other characters that act on a terminal are replaced. */
function escaped(value: string): string {
  return value
    .split('\n')
    .map((line) => clean(line).replace(/[\\"]/g, (sign) => `\\${sign}`))
    .join('\\n')
}
