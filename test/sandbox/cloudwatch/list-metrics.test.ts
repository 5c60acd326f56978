import { ListMetricsCommand, type ListMetricsCommandInput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { listMetrics } from '../../../src/sandbox/cloudwatch/list-metrics.js'
import { ManualClock } from '../support/manual-clock.js'
import { at, type Metered, metered, NAMESPACE } from '../support/metered.js'
import { refused } from '../support/sandbox.js'
import { buildWorld } from '../support/world.js'

const HOUR = 60 * 60_000

async function names({ cloudWatch }: Metered, input: ListMetricsCommandInput): Promise<string[]> {
  const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand(input))
  return Metrics.map(({ MetricName, Dimensions = [] }) =>
    [MetricName, ...Dimensions.map(({ Value }) => Value)].join(' '),
  )
}

describe('ListMetrics', () => {
  it('M21 lists each metric of each dimension set, filtered by namespace, name and dimensions', async () => {
    const made = await metered()
    await made.ask(1)
    expect(await names(made, { Namespace: NAMESPACE, MetricName: 'CacheMissCount' })).toEqual([
      'CacheMissCount pets',
      'CacheMissCount pets prod',
    ])
    expect(await names(made, { MetricName: 'Count', Dimensions: [{ Name: 'Stage' }] })).toEqual(['Count pets prod'])
    expect(await names(made, { Dimensions: [{ Name: 'Stage', Value: 'test' }] })).toEqual([])
    expect(await names(made, { Namespace: 'AWS/Lambda' })).toEqual([])
  })

  it('M22 forgets metrics without data in the last two weeks, or in three hours where that is asked', async () => {
    const made = await metered()
    await made.ask(1)
    const filter = { MetricName: 'Count', Dimensions: [{ Name: 'Stage' }] }
    made.clock.advance(3 * HOUR + 1)
    expect(await names(made, { ...filter, RecentlyActive: 'PT3H' })).toEqual([])
    expect(await names(made, filter)).toHaveLength(1)
    made.clock.advance(14 * 24 * HOUR)
    expect(await names(made, filter)).toEqual([])
    const wrong = new ListMetricsCommand({ RecentlyActive: 'PT1H' as never })
    expect(await refused(made.cloudWatch.send(wrong))).toBe(
      '400 InvalidParameterValueException: Request parameter recentlyActive value is invalid',
    )
  })

  it('M23 refuses a token that it did not give', async () => {
    const { cloudWatch } = await metered()
    expect(await refused(cloudWatch.send(new ListMetricsCommand({ NextToken: 'abc' })))).toBe(
      '400 InvalidParameterValueException: Request parameter NextToken is invalid',
    )
  })

  it('M23 gives at most 500 metrics a page', () => {
    const clock = new ManualClock()
    const world = buildWorld({ clock }, [])
    const sample = {
      stage: 's',
      method: null,
      status: 200,
      hit: null,
      latencyMs: 1,
      integrationLatencyMs: null,
    }
    for (let i = 0; i < 70; i++) world.counters.record({ ...sample, atMs: clock.now(), apiName: `api${i}` })

    const first = listMetrics(world, {})
    const second = listMetrics(world, { NextToken: Reflect.get(Object(first), 'NextToken') })
    expect(first).toMatchObject({ Metrics: { length: 500 } })
    // 70 APIs with two dimension sets of four metrics each.
    expect(second).toMatchObject({ Metrics: { length: 60 } })
    expect(second).not.toHaveProperty('NextToken')
  })

  it('M23 lists nothing that the delay still hides', async () => {
    const made = await metered({ metricsDelayMs: HOUR })
    await made.ask(1)
    expect(await names(made, {})).toEqual([])
    expect(at(0).getTime()).toBe(made.clock.now())
  })
})
