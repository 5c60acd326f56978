import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { invalidCombination, invalidValue, missingParameter, notEmulated } from './failure.js'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './series.js'
import type { MetricDatum, putMetricDataInput } from './shapes/metrics.js'
import { addTo, newStatisticSet, type StatisticSet, summarised } from './statistic-set.js'

const MOST_METRICS = 1_000
const MOST_VALUES = 150
/** Beyond this AWS takes no values. */
const LARGEST = 2 ** 360
const OLDEST_MS = 14 * DAY_MS
const AHEAD_MS = 2 * HOUR_MS

/** PutMetricData: all of it or nothing. */
export function putMetricData(world: World, input: z.infer<typeof putMetricDataInput>): void {
  const { Namespace, MetricData = [] } = input
  if (input.EntityMetricData || input.StrictEntityValidation) {
    throw notEmulated('EntityMetricData and StrictEntityValidation of PutMetricData')
  }
  if (Namespace.startsWith('AWS/')) {
    throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid. AWS/ is reserved.`)
  }
  if (MetricData.length === 0) throw missingParameter('The parameter MetricData is required.')
  if (MetricData.length > MOST_METRICS) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`)
  }
  const nowMs = world.clock.now()
  const puts = MetricData.map((datum, index) => ({
    metric: {
      namespace: Namespace,
      name: datum.MetricName,
      dimensions: (datum.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
    },
    put: putOf(datum, `MetricData.member.${index + 1}`, nowMs),
  }))
  // A set of no samples says nothing.
  const filled = puts.filter(({ put }) => put.set.count > 0)
  world.monitoring.metrics.checkRoom(filled)
  for (const { metric, put } of filled) world.monitoring.metrics.put(metric, put)
  world.monitoring.changes++
}

function putOf(datum: MetricDatum, place: string, nowMs: number) {
  const { Unit = 'None', StorageResolution = 60, Timestamp } = datum
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidValue(`The value ${StorageResolution} for parameter ${place}.StorageResolution is invalid.`)
  }
  const atMs = Timestamp === undefined ? nowMs : Timestamp * 1000
  if (!(atMs >= nowMs - OLDEST_MS)) {
    throw invalidValue(`The parameter ${place}.Timestamp must specify a time no more than two weeks in the past.`)
  }
  if (atMs > nowMs + AHEAD_MS) {
    throw invalidValue(`The parameter ${place}.Timestamp must specify a time within the next two hours.`)
  }
  checkDimensions(datum, place)
  const stepMs = StorageResolution === 1 ? 1_000 : MINUTE_MS
  return { unit: Unit, atMs, stepMs, set: setOf(datum, place), nowMs }
}

function setOf({ Value, Values, Counts, StatisticValues }: MetricDatum, place: string): StatisticSet {
  if (Value !== undefined && Values) throw exclusive(place, 'Value', 'Values')
  if (Value !== undefined && StatisticValues) throw exclusive(place, 'Value', 'StatisticValues')
  if (Counts && !Values) {
    throw invalidCombination('The parameter values must appears when the counts parameter is specified.')
  }
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(`The parameters ${place}.Values and ${place}.Counts must be of the same size.`)
  }
  // AWS takes values beside a statistic set; that the set counts is an assumption.
  if (StatisticValues) return setOfStatistics(StatisticValues, `${place}.StatisticValues`)
  const values = Values ?? (Value === undefined ? [] : [Value])
  if (values.length === 0) throw invalidCombination('At least one of the parameters must be specified.')
  if (values.length > MOST_VALUES) {
    throw invalidValue(`The collection ${place}.Values must not have a size greater than ${MOST_VALUES}.`)
  }
  const set = newStatisticSet()
  for (const [index, value] of values.entries()) {
    const where = Values ? `${place}.Values.member.${index + 1}` : `${place}.Value`
    const count = Counts?.[index] ?? 1
    checkValue(value, where)
    checkValue(count, `${place}.Counts.member.${index + 1}`)
    if (count < 0) throw invalidValue(`The value ${count} for parameter ${place}.Counts is invalid.`)
    addTo(set, value, count)
  }
  return set
}

function setOfStatistics(given: NonNullable<MetricDatum['StatisticValues']>, place: string): StatisticSet {
  for (const [name, value] of Object.entries(given)) checkValue(value, `${place}.${name}`)
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = given
  if (count < 0) throw invalidValue(`The value ${count} for parameter ${place}.SampleCount is invalid.`)
  if (min > max) {
    throw invalidCombination(`The parameter ${place}.Maximum must be greater than or equal to ${place}.Minimum.`)
  }
  return count === 0 ? newStatisticSet() : summarised({ count, sum, min, max })
}

function checkValue(value: number, place: string): void {
  if (Number.isNaN(value) || Math.abs(value) > LARGEST) {
    throw invalidValue(`The value ${value} for parameter ${place} is invalid.`)
  }
}

function checkDimensions({ Dimensions = [] }: MetricDatum, place: string): void {
  const names = Dimensions.map(({ Name }) => Name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw invalidValue(`${place}.Dimensions has the name ${twice} more than once.`)
  const hollow = Dimensions.find(({ Name, Value }) => Name.trim() === '' || Value.trim() === '' || Name.startsWith(':'))
  if (hollow) {
    throw invalidValue(`The value '${hollow.Name}' for parameter ${place}.Dimensions is invalid.`)
  }
}

function exclusive(place: string, one: string, other: string) {
  return invalidCombination(
    `The parameters ${place}.${one} and ${place}.${other} are mutually exclusive and you have specified both.`,
  )
}
