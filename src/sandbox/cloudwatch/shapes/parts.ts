import * as z from 'zod/mini'
import { integer, list, text } from './kinds.js'

const UNITS = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const

export const unit = z.enum(UNITS)
export const namespace = text(1, 255, /^[^:]/)
export const metricName = text(1, 255)
export const statistic = z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'])
export const scanBy = z.enum(['TimestampDescending', 'TimestampAscending'])
export const dimensions = list(z.object({ Name: text(1, 255), Value: text(1, 1024) }), 30)

export const tags = list(z.object({ Key: text(1, 128), Value: text(0, 256) }))

export const metric = z.object({
  Namespace: z.optional(namespace),
  MetricName: z.optional(metricName),
  Dimensions: z.optional(dimensions),
})

export const metricDataQuery = z.object({
  Id: text(1, 255),
  MetricStat: z.optional(z.object({ Metric: metric, Period: integer(1), Stat: z.string(), Unit: z.optional(unit) })),
  Expression: z.optional(text(1, 2048)),
  Label: z.optional(z.string()),
  ReturnData: z.optional(z.boolean()),
  Period: z.optional(integer(1)),
  AccountId: z.optional(text(1, 255)),
})

export type MetricDataQuery = z.infer<typeof metricDataQuery>
export type Tag = z.infer<typeof tags>[number]
