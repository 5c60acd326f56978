import * as z from 'zod/mini'
import { integer, list, text, timestamp } from './kinds.js'
import { dimensions, metric, metricDataQuery, metricName, namespace, scanBy, statistic, unit } from './parts.js'

const accountId = text(1, 255)
const messages = z.array(z.object({ Code: z.string(), Value: z.string() }))

const metricDatum = z.object({
  MetricName: metricName,
  Dimensions: z.optional(dimensions),
  Timestamp: z.optional(timestamp),
  Value: z.optional(z.number()),
  StatisticValues: z.optional(
    z.object({ SampleCount: z.number(), Sum: z.number(), Minimum: z.number(), Maximum: z.number() }),
  ),
  Values: z.optional(z.array(z.number())),
  Counts: z.optional(z.array(z.number())),
  Unit: z.optional(unit),
  StorageResolution: z.optional(integer(1)),
})

export type MetricDatum = z.infer<typeof metricDatum>

export const putMetricDataInput = z.object({
  Namespace: namespace,
  MetricData: z.optional(z.array(metricDatum)),
  EntityMetricData: z.optional(
    z.array(
      z.object({
        Entity: z.optional(
          z.object({
            KeyAttributes: z.optional(z.record(z.string(), z.string())),
            Attributes: z.optional(z.record(z.string(), z.string())),
          }),
        ),
        MetricData: z.optional(z.array(metricDatum)),
      }),
    ),
  ),
  StrictEntityValidation: z.optional(z.boolean()),
})

export const statisticsInput = z.object({
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: z.optional(dimensions),
  StartTime: timestamp,
  EndTime: timestamp,
  Period: integer(1),
  Statistics: z.optional(list(z.string(), 5)),
  ExtendedStatistics: z.optional(list(z.string())),
  Unit: z.optional(unit),
})

export const statisticsOutput = z.object({
  Label: z.string(),
  Datapoints: z.array(
    z.object({
      Timestamp: timestamp,
      SampleCount: z.optional(z.number()),
      Average: z.optional(z.number()),
      Sum: z.optional(z.number()),
      Minimum: z.optional(z.number()),
      Maximum: z.optional(z.number()),
      Unit: z.string(),
      ExtendedStatistics: z.optional(z.record(z.string(), z.number())),
    }),
  ),
})

export const metricDataInput = z.object({
  MetricDataQueries: z.array(metricDataQuery),
  StartTime: timestamp,
  EndTime: timestamp,
  NextToken: z.optional(z.string()),
  ScanBy: z.optional(scanBy),
  MaxDatapoints: z.optional(z.number()),
  LabelOptions: z.optional(z.object({ Timezone: z.optional(z.string()) })),
})

export const metricDataOutput = z.object({
  MetricDataResults: z.array(
    z.object({
      Id: z.string(),
      Label: z.string(),
      Timestamps: z.array(timestamp),
      Values: z.array(z.number()),
      StatusCode: z.string(),
      Messages: z.optional(messages),
    }),
  ),
  NextToken: z.optional(z.string()),
  Messages: messages,
})

export const listMetricsInput = z.object({
  Namespace: z.optional(namespace),
  MetricName: z.optional(metricName),
  Dimensions: z.optional(list(z.object({ Name: text(1, 255), Value: z.optional(text(1, 1024)) }), 10)),
  NextToken: z.optional(z.string()),
  RecentlyActive: z.optional(z.string()),
  IncludeLinkedAccounts: z.optional(z.boolean()),
  OwningAccount: z.optional(accountId),
})

export const listMetricsOutput = z.object({
  Metrics: z.array(metric),
  NextToken: z.optional(z.string()),
  OwningAccounts: z.optional(z.array(accountId)),
})

export const describeForMetricInput = z.object({
  MetricName: metricName,
  Namespace: namespace,
  Statistic: z.optional(statistic),
  ExtendedStatistic: z.optional(z.string()),
  Dimensions: z.optional(dimensions),
  Period: z.optional(integer(1)),
  Unit: z.optional(unit),
})
