import { type Answer, type Json, record } from '../../wire/answer.js'
import { SERVED_NAME } from '../../world/served.js'
import { once, type World } from '../../world/world.js'

export const NAMESPACE = 'AWS/ApiGateway'
export const MINUTE = 60
const MINUTE_MS = 60_000
export const API = [{ Name: 'ApiName', Value: SERVED_NAME }]
export const STAGE = [...API, { Name: 'Stage', Value: 'main' }]
export const METHOD = [...STAGE, { Name: 'Method', Value: 'GET' }, { Name: 'Resource', Value: '/measured/{id}' }]

export const MEASURED = {
  stages: ['main' as const],
  methods: { 'GET /measured/{id}': {}, 'GET /unmeasured': {} },
  settings: { '/~1measured~1{id}/GET/metrics/enabled': 'true' },
}
export const HITS = 5
const asked = new WeakMap<World, () => Promise<number>>()

/** Some requests to the measured method, and the wait until CloudWatch shows them; when they began. */
export function requests(world: World): Promise<number> {
  const made = asked.get(world) ?? once(() => ask(world))
  asked.set(world, made)
  return made()
}

async function ask(world: World): Promise<number> {
  const { clock, patienceMs, pollMs } = world.target
  const began = clock.now()
  for (let time = 0; time <= HITS; time++) await world.call('GET /measured/1')
  for (let waited = 0; waited < Math.min(patienceMs, 600_000); waited += pollMs * 4) {
    const seen = await figure(world, began, 'Count', METHOD)
    if (typeof seen === 'number' && seen > HITS) break
    await world.sleep(pollMs * 4)
  }
  return began
}

function windowOf(world: World, began: number) {
  const StartTime = Math.floor(began / MINUTE_MS) * MINUTE - MINUTE
  const EndTime = Math.floor(world.target.clock.now() / MINUTE_MS) * MINUTE + 2 * MINUTE
  return { StartTime, EndTime }
}

export function statistics(world: World, began: number, more: { readonly [name: string]: Json } = {}): Promise<Answer> {
  return world.metrics('GetMetricStatistics', {
    Namespace: NAMESPACE,
    MetricName: 'Count',
    Dimensions: METHOD,
    Period: MINUTE,
    ...('ExtendedStatistics' in more ? {} : { Statistics: ['Sum'] }),
    ...windowOf(world, began),
    ...more,
  })
}

/** The sum, or another statistic, over the whole window; null without any point. */
export async function figure(
  world: World,
  began: number,
  MetricName: string,
  Dimensions: typeof METHOD,
  statistic = 'Sum',
): Promise<Json> {
  const answer = await statistics(world, began, { MetricName, Dimensions, Statistics: [statistic] })
  if (answer.status !== 200) return world.outcome(answer)
  const { Datapoints } = answer.json
  if (!Array.isArray(Datapoints) || Datapoints.length === 0) return null
  return Datapoints.reduce<number>((sum, point) => sum + Number(record(point)[statistic]), 0)
}

/** The sum of the measured method's requests, in the query dialect. */
export async function figureInForm(world: World, began: number): Promise<number> {
  const { StartTime, EndTime } = windowOf(world, began)
  const dimensions = METHOD.flatMap(({ Name, Value }, index) => [
    [`Dimensions.member.${index + 1}.Name`, Name] as const,
    [`Dimensions.member.${index + 1}.Value`, Value] as const,
  ])
  const { text } = await world.form('monitoring', {
    Action: 'GetMetricStatistics',
    Version: '2010-08-01',
    Namespace: NAMESPACE,
    MetricName: 'Count',
    Period: String(MINUTE),
    'Statistics.member.1': 'Sum',
    StartTime: new Date(StartTime * 1000).toISOString(),
    EndTime: new Date(EndTime * 1000).toISOString(),
    ...Object.fromEntries(dimensions),
  })
  return [...text.matchAll(/<Sum>(.*?)<\/Sum>/g)].reduce((sum, [, value]) => sum + Number(value), 0)
}

/** The kind of error, as the JSON protocol and the query protocol call it. */
export function refusal({ status, json, headers }: Answer): Json {
  const query = String(headers['x-amzn-query-error'] ?? 'none').split(';')[0] ?? ''
  return [
    status,
    String(json.__type ?? 'no type')
      .split('#')
      .at(-1) ?? '',
    query,
  ]
}

export function metricData(world: World, began: number, Id = 'count'): Promise<Answer> {
  const Metric = { Namespace: NAMESPACE, MetricName: 'Count', Dimensions: METHOD }
  const query = { Id, MetricStat: { Metric, Period: MINUTE, Stat: 'Sum' } }
  return world.metrics('GetMetricData', { MetricDataQueries: [query], ...windowOf(world, began) })
}
