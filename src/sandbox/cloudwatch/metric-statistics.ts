import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { invalidCombination, invalidValue } from './failure.js'
import { type Point, periodMs, points, readerAt } from './points.js'
import type { Window } from './series.js'
import type { statisticsInput, statisticsOutput } from './shapes/metrics.js'
import { isPercentile, isStatistic, statistic } from './statistic-set.js'

const MOST_POINTS = 1_440
const MOST_PERCENTILES = 10

/** GetMetricStatistics: one metric, with its points in no order, apart for each unit. */
export function getMetricStatistics(
  world: World,
  input: z.infer<typeof statisticsInput>,
): z.infer<typeof statisticsOutput> {
  const { MetricName, Namespace, Unit, Statistics = [], ExtendedStatistics = [] } = input
  const window = { startMs: input.StartTime * 1000, endMs: input.EndTime * 1000 }
  const period = periodMs(input.Period)
  checkStatistics(Statistics, ExtendedStatistics)
  checkWindow(window, period)

  const dimensions = (input.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value }))
  const metric = { namespace: Namespace, name: MetricName, dimensions }
  const reader = readerAt(world)
  const units = Unit === undefined ? reader.units(metric) : [Unit]
  const found = units.flatMap((unit) =>
    points(reader, { metric, unit, periodMs: period }, window).map((point) => ({
      ...datapoint(point, Statistics, ExtendedStatistics),
      Unit: unit,
    })),
  )
  return { Label: MetricName, Datapoints: shuffled(found, world.random) }
}

function datapoint({ atMs, set }: Point, plain: readonly string[], extended: readonly string[]) {
  const values = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = statistic(set, name)
        return value === undefined ? [] : [[name, value]]
      }),
    )
  return {
    Timestamp: atMs / 1000,
    ...values(plain),
    ...(extended.length > 0 ? { ExtendedStatistics: values(extended) } : {}),
  }
}

function checkStatistics(plain: readonly string[], extended: readonly string[]): void {
  if (plain.length + extended.length === 0) {
    throw invalidCombination('At least one of the parameters Statistics and ExtendedStatistics must be specified.')
  }
  if (extended.length > MOST_PERCENTILES) {
    throw invalidValue(`The parameter ExtendedStatistics has more than ${MOST_PERCENTILES} members.`)
  }
  const unknown = plain.findIndex((name) => isPercentile(name) || !isStatistic(name))
  if (unknown >= 0) {
    throw invalidValue(
      `The parameter Statistics.member.${unknown + 1}.<list element> must be a value in the set ` +
        '[SampleCount, Average, Sum, Minimum, Maximum].',
    )
  }
  const wrong = extended.findIndex((name) => !isPercentile(name))
  if (wrong >= 0) {
    throw invalidValue(
      `The value ${extended[wrong]} for parameter ExtendedStatistics.member.${wrong + 1}.<list element> is not supported.`,
    )
  }
}

function checkWindow({ startMs, endMs }: Window, period: number): void {
  if (startMs >= endMs) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.')
  }
  const asked = Math.ceil((endMs - startMs) / period)
  if (asked > MOST_POINTS) {
    throw invalidCombination(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${MOST_POINTS}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    )
  }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
