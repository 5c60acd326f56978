import { describe, expect, it } from 'vitest'
import { createCounters } from '../../../src/sandbox/cloudwatch/counters.js'
import { createCustomMetrics } from '../../../src/sandbox/cloudwatch/custom-metrics.js'
import { putDashboard } from '../../../src/sandbox/cloudwatch/dashboards/dashboards.js'
import { addTo, newStatisticSet } from '../../../src/sandbox/cloudwatch/statistic-set.js'
import { createUsage } from '../../../src/sandbox/world/usage.js'
import { ManualClock } from '../support/manual-clock.js'
import { buildWorld } from '../support/world.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

function put(name: string, minute: number, unit = 'None') {
  const set = newStatisticSet()
  addTo(set, 1)
  const atMs = minute * MINUTE
  return {
    metric: { namespace: 'shop', name, dimensions: [] },
    put: { unit, atMs, stepMs: MINUTE, set, nowMs: atMs },
  }
}

describe('what CloudWatch keeps', () => {
  it('L66 are so many points of all metrics, and a call that has more leaves nothing behind', () => {
    const metrics = createCustomMetrics(3)
    const add = (...puts: ReturnType<typeof put>[]) => {
      metrics.checkRoom(puts)
      for (const one of puts) metrics.put(one.metric, one.put)
    }
    add(put('a', 0), put('b', 0))
    expect(() => add(put('a', 0), put('a', 1), put('a', 1, 'Count'))).toThrow('at most 3 data points')
    add(put('a', 0), put('b', 0), put('b', 1))
    expect(() => add(put('c', 1))).toThrow('at most 3 data points')
    add(put('b', 1))
    expect([...metrics.all()].map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('L66 gives the room of points that are gone to others', () => {
    const metrics = createCustomMetrics(2)
    for (const minute of [0, 1]) metrics.put(put('a', minute).metric, put('a', minute).put)
    const later = put('a', (500 * DAY) / MINUTE)
    metrics.put(later.metric, later.put)
    expect(() => metrics.checkRoom([put('b', 0)])).not.toThrow()
  })

  it('L66 are 50,000 dimension sets of API Gateway, the oldest of which is forgotten', () => {
    const counters = createCounters()
    const record = (apiName: string) =>
      counters.record({
        atMs: 0,
        apiName,
        stage: 's',
        method: null,
        status: 200,
        hit: null,
        latencyMs: 1,
        integrationLatencyMs: null,
      })
    const isKnown = (apiName: string) => counters.seriesOf([{ name: 'ApiName', value: apiName }]) !== undefined
    for (let index = 0; index < 25_000; index++) record(`api ${index}`)
    expect([isKnown('api 0'), [...counters.series()].length]).toEqual([true, 50_000])

    record('one more')
    expect([isKnown('api 0'), isKnown('one more'), [...counters.series()].length]).toEqual([false, true, 50_000])
  })

  it('L66 are 64 Mi characters of dashboards', () => {
    const world = buildWorld({ clock: new ManualClock() }, [])
    const body = (markdown: string) =>
      JSON.stringify({
        widgets: [{ type: 'text', x: 0, y: 0, width: 1, height: 1, properties: { markdown } }],
      })
    const size = 1024 * 1024
    const full = body('x'.repeat(size - body('').length))
    const putBoard = (name: string, text = full) => putDashboard(world, { DashboardName: name, DashboardBody: text })
    for (let index = 0; index < 64; index++) putBoard(`board-${index}`)

    expect(() => putBoard('one-more', body(''))).toThrow('characters here')
    expect(() => putBoard('board-0')).not.toThrow()
    putBoard('board-0', body(''))
    expect(() => putBoard('one-more', body(''))).not.toThrow()
  })

  it('L69 are 90 days of the use of a key', () => {
    const usage = createUsage()
    const plan = { id: 'plan', quota: null } as unknown as Parameters<typeof usage.count>[0]
    for (let day = 0; day <= 90; day++) usage.count(plan, 'key', day * DAY)

    expect(usage.ofDay('plan', 'key', '1970-01-01')).toBeUndefined()
    expect(usage.ofDay('plan', 'key', '1970-01-02')).toEqual([1, 0])
    expect(usage.ofDay('plan', 'key', '1970-04-01')).toEqual([1, 0])
  })

  it('L69 are 10,000 buckets, beyond which the one that was not used for longest is full again', () => {
    const usage = createUsage()
    const once = { burstLimit: 1, rateLimit: 0.001 }
    const admits = (name: string) => usage.admits(name, once, 0)
    expect([admits('first'), admits('first')]).toEqual([true, false])
    for (let index = 0; index < 9_999; index++) admits(`bucket ${index}`)
    expect(admits('first')).toBe(false)
    for (let index = 0; index < 10_000; index++) admits(`other ${index}`)
    expect(admits('first')).toBe(true)
  })
})
