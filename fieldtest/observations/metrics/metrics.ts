import type { Observation } from '../../observation.js'
import { inner, type Json, record } from '../../wire/answer.js'
import {
  API,
  figure,
  HITS,
  MEASURED,
  METHOD,
  MINUTE,
  metricData,
  NAMESPACE,
  refusal,
  requests,
  STAGE,
  statistics,
} from './measuring.js'

/** What CloudWatch shows of some requests to one method. */
export const METRICS: readonly Observation[] = [
  {
    statement: 'M1',
    about: 'requests, hits and misses of six requests to one entry, and errors',
    needs: MEASURED,
    expected: { Count: 6, CacheHitCount: 5, CacheMissCount: 1, '4XXError': 0, '5XXError': 0 },
    ask: async (world) => {
      const began = await requests(world)
      const seen: Record<string, Json> = {}
      for (const name of ['Count', 'CacheHitCount', 'CacheMissCount', '4XXError', '5XXError']) {
        seen[name] = await figure(world, began, name, METHOD)
      }
      return seen
    },
  },
  {
    statement: 'M3',
    about: 'for how many of six requests, five of them hits, there is a latency of the integration',
    unknown: { row: 'U12' },
    needs: MEASURED,
    expected: [6, 1],
    ask: async (world) => {
      const began = await requests(world)
      return [
        await figure(world, began, 'Latency', METHOD, 'SampleCount'),
        await figure(world, began, 'IntegrationLatency', METHOD, 'SampleCount'),
      ]
    },
  },
  {
    statement: 'M4',
    about: 'figures of the API, of its stage, and of a method without detailed metrics',
    needs: MEASURED,
    expected: [true, true, null],
    ask: async (world) => {
      const began = await requests(world)
      await world.call('GET /unmeasured')
      const enough = async (dimensions: typeof METHOD) =>
        Number(await figure(world, began, 'Count', dimensions)) >= HITS
      const unmeasured = METHOD.map((own) => (own.Name === 'Resource' ? { ...own, Value: '/unmeasured' } : own))
      return [await enough(API), await enough(STAGE), await figure(world, began, 'Count', unmeasured)]
    },
  },
  {
    statement: 'M2',
    about: 'hits and misses of a stage without a cluster',
    needs: MEASURED,
    expected: [null, null],
    ask: async (world) => {
      const began = await requests(world)
      const bare = [...API, { Name: 'Stage', Value: 'bare' }]
      return [await figure(world, began, 'CacheHitCount', bare), await figure(world, began, 'CacheMissCount', bare)]
    },
  },
  {
    statement: 'M8',
    about: 'which statistics a point has',
    needs: MEASURED,
    expected: ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum', 'Timestamp', 'Unit'],
    ask: async (world) => {
      const Statistics = ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum']
      const { json } = await statistics(world, await requests(world), { Statistics })
      const points = Array.isArray(json.Datapoints) ? json.Datapoints : []
      return Object.keys(record(points[0])).toSorted((a, b) => a.localeCompare(b))
    },
  },
  {
    statement: 'M9',
    about: 'a metric without data, and dimensions in another order',
    needs: MEASURED,
    expected: [[], true],
    ask: async (world) => {
      const began = await requests(world)
      const none = await statistics(world, began, { MetricName: 'NoSuchMetric' })
      const turned = await figure(world, began, 'Count', [...METHOD].reverse())
      return [none.json.Datapoints ?? null, turned === (await figure(world, began, 'Count', METHOD))]
    },
  },
  {
    statement: 'M13',
    about: 'more than 1,440 points',
    needs: MEASURED,
    expected: [400, 'InvalidParameterCombinationException', 'InvalidParameterCombination'],
    ask: async (world) => {
      const now = Math.floor(world.target.clock.now() / 1000)
      return refusal(await statistics(world, now, { StartTime: now - 1441 * MINUTE, EndTime: now }))
    },
  },
  {
    statement: 'M14',
    about: 'a period of 61 s, no statistics at all, an empty window',
    needs: MEASURED,
    expected: [
      [400, 'InvalidParameterValueException', 'InvalidParameterValue'],
      [400, 'InvalidParameterCombinationException', 'InvalidParameterCombination'],
      [400, 'InvalidParameterValueException', 'InvalidParameterValue'],
    ],
    ask: async (world) => {
      const now = world.target.clock.now()
      const at = Math.floor(now / 1000)
      const wrong = [{ Period: 61 }, { Statistics: [] }, { StartTime: at, EndTime: at }]
      const seen: Json[] = []
      for (const more of wrong) seen.push(refusal(await statistics(world, now, more)))
      return seen
    },
  },
  {
    statement: 'M15',
    about: 'a percentile',
    needs: MEASURED,
    expected: true,
    ask: async (world) => {
      const percentiles = { MetricName: 'Latency', ExtendedStatistics: ['p95'] }
      const { json } = await statistics(world, await requests(world), percentiles)
      const points = Array.isArray(json.Datapoints) ? json.Datapoints : []
      return typeof inner(record(points[0]), 'ExtendedStatistics').p95 === 'number'
    },
  },
  {
    statement: 'M16',
    about: 'a unit that the metric does not have',
    needs: MEASURED,
    expected: [],
    ask: async (world) => (await statistics(world, await requests(world), { Unit: 'Bytes' })).json.Datapoints ?? null,
  },
  {
    statement: 'M18',
    about: 'GetMetricData: the label and the sum of its values',
    needs: MEASURED,
    expected: ['Count', 6, 'Complete'],
    ask: async (world) => {
      const { json } = await metricData(world, await requests(world))
      const result = record(Array.isArray(json.MetricDataResults) ? json.MetricDataResults[0] : undefined)
      const values = Array.isArray(result.Values) ? result.Values : []
      const sum = values.reduce<number>((total, value) => total + Number(value), 0)
      return [result.Label ?? null, sum, result.StatusCode ?? null]
    },
  },
  {
    statement: 'M20',
    about: 'a query whose id starts with a capital letter',
    needs: MEASURED,
    expected: [400, 'ValidationException', 'ValidationError'],
    ask: async (world) => refusal(await metricData(world, await requests(world), 'Big')),
  },
  {
    statement: 'M21',
    about: 'which metrics ListMetrics has of the method',
    needs: MEASURED,
    expected: ['4XXError', '5XXError', 'CacheHitCount', 'CacheMissCount', 'Count', 'IntegrationLatency', 'Latency'],
    ask: async (world) => {
      await requests(world)
      const { json } = await world.metrics('ListMetrics', { Namespace: NAMESPACE, Dimensions: METHOD })
      const listed = Array.isArray(json.Metrics) ? json.Metrics : []
      return [...new Set(listed.map((metric) => String(record(metric).MetricName)))].sort()
    },
  },
]
