import type { World } from '../world/world.js'
import { CloudWatchFailure } from './failure.js'
import { listMetrics } from './list-metrics.js'
import { getMetricData } from './metric-data.js'
import { getMetricStatistics } from './metric-statistics.js'

type Operation = (world: World, input: unknown) => unknown

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['GetMetricData', getMetricData],
  ['GetMetricStatistics', getMetricStatistics],
  ['ListMetrics', listMetrics],
])

/** Runs an operation on its input as plain data, whatever dialect it came in. Times are epoch seconds. */
export function runOperation(world: World, name: string, input: unknown): unknown {
  const operation = OPERATIONS.get(name)
  if (!operation) {
    const message = `The operation ${name} is not known.`
    throw new CloudWatchFailure('InvalidAction', 'UnknownOperationException', message, 404)
  }
  return operation(world, input)
}
