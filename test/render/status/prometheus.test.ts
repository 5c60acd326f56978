import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StatusReport } from '../../../src/core/status/report.js'
import { prometheus } from '../../../src/render/status/prometheus.js'

const REPORT: StatusReport = {
  account: null,
  region: 'us-east-1',
  api: { id: 'abc', name: 'pets' },
  stage: 'prod',
  cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
  defaults: null,
  changed: false,
  waitedMs: 0,
  methods: null,
  metrics: {
    since: '2026-01-01T00:00:00.000Z',
    until: '2026-01-01T01:00:00.000Z',
    settledUntil: '2026-01-01T00:55:00.000Z',
    periodSeconds: 60,
    hits: 3,
    misses: 1,
    requests: 5,
    ratio: 0.75,
    series: [],
    methods: [{ method: 'GET', path: '/pets/{id}', hits: 3, misses: 1, ratio: 0.75 }],
  },
  price: { billed: true, hourlyUsd: 0.02, monthlyUsd: 14.6, asOf: '2026-01-01', of: 'us-east-1' },
  managedBy: null,
  canary: null,
  warnings: [
    { rule: 'nothing-cached', message: 'a' },
    { rule: 'nothing-cached', message: 'b' },
  ],
}

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A strict reader of the text format, version 0.0.4, written apart from what it checks. */
function parse(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  let type: string | null = null
  const done = new Set<string>()
  return text.split('\n').flatMap((line): Sample[] => {
    if (line === '') return []
    const meta = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line)
    if (meta?.[1] === 'HELP') return []
    if (meta) {
      if (done.has(meta[2] ?? '') || meta[3] !== 'gauge') throw new Error(`a second or wrong TYPE: ${line}`)
      type = meta[2] ?? null
      done.add(type ?? '')
      return []
    }
    const [, name = '', inside = '', value = ''] = /^([a-z_]+)\{(.*)\} (\S+)$/s.exec(line) ?? []
    if (name !== type || !Number.isFinite(Number(value))) throw new Error(`no sample: ${line}`)
    const pairs = [...inside.matchAll(/([a-z_]+)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/g)]
    if (pairs.map(([pair]) => pair).join('') !== inside) throw new Error(`no labels: ${inside}`)
    const plain = (one: string) => one.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
    const labels = Object.fromEntries(pairs.map(([, label = '', escaped = '']) => [label, plain(escaped)]))
    return [{ name, labels, value: Number(value) }]
  })
}
const figure = (text: string, name: string, labels: Readonly<Record<string, string>> = {}) =>
  parse(text).find(
    (one) =>
      one.name === `apigw_cache_${name}` &&
      Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  )?.value

describe('the Prometheus report', () => {
  it('has the figures of the status, each with the stage that it is of', () => {
    const text = prometheus([REPORT])

    for (const { labels } of parse(text)) {
      expect(labels).toMatchObject({ api: 'pets', api_id: 'abc', stage: 'prod', region: 'us-east-1' })
    }
    expect(figure(text, 'window_hits')).toBe(3)
    expect(figure(text, 'window_misses')).toBe(1)
    expect(figure(text, 'window_requests')).toBe(5)
    expect(figure(text, 'hit_ratio')).toBe(0.75)
    expect(figure(text, 'window_seconds')).toBe(3600)
    expect(figure(text, 'window_end_timestamp_seconds')).toBe(Date.UTC(2026, 0, 1, 1) / 1000)
    expect(figure(text, 'cluster_status', { status: 'AVAILABLE' })).toBe(1)
    expect(figure(text, 'cluster_status', { status: 'FLUSH_IN_PROGRESS' })).toBe(0)
    expect(figure(text, 'cluster_size_gigabytes')).toBe(0.5)
    expect(figure(text, 'price_usd_per_hour')).toBe(0.02)
    expect(figure(text, 'method_window_hits', { method: 'GET', path: '/pets/{id}' })).toBe(3)
    expect(figure(text, 'warning', { rule: 'nothing-cached' })).toBe(1)
  })

  it('leaves out what is not known: it is not 0', () => {
    const unknown = { hits: null, misses: null, requests: null, ratio: null, methods: null }
    const text = prometheus([{ ...REPORT, metrics: { ...REPORT.metrics, ...unknown } }])

    for (const name of ['window_hits', 'window_requests', 'hit_ratio', 'method_window_hits']) {
      expect(text).not.toContain(`apigw_cache_${name}`)
    }
    expect(figure(text, 'window_seconds')).toBe(3600)
  })

  it('can be read whatever the names are, and gives quotes, backslashes and line ends back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const [sample] = parse(prometheus([{ ...REPORT, api: { id: 'abc', name: `a"\\\n${name}` } }]))
        expect(sample?.labels.api).toMatch(/^a"\\\n/)
        expect(sample?.labels.stage).toBe('prod')
      }),
    )
  })
})
