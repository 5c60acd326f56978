import * as z from 'zod/mini'
import { invalidNextToken, invalidValue, missingParameter } from './failure.js'

const dimension = z.object({ Name: z.string(), Value: z.string() })
const epochSeconds = z.number()

export const statisticsInput = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.optional(z.array(dimension)),
  StartTime: epochSeconds,
  EndTime: epochSeconds,
  Period: z.number(),
  Statistics: z.optional(z.array(z.string())),
  ExtendedStatistics: z.optional(z.array(z.string())),
  Unit: z.optional(z.string()),
})

const metricStat = z.object({
  Metric: z.object({
    Namespace: z.optional(z.string()),
    MetricName: z.optional(z.string()),
    Dimensions: z.optional(z.array(dimension)),
  }),
  Period: z.number(),
  Stat: z.string(),
  Unit: z.optional(z.string()),
})

const metricDataQuery = z.object({
  Id: z.string(),
  MetricStat: z.optional(metricStat),
  Expression: z.optional(z.string()),
  Label: z.optional(z.string()),
  ReturnData: z.optional(z.boolean()),
})

export const metricDataInput = z.object({
  MetricDataQueries: z.array(metricDataQuery),
  StartTime: epochSeconds,
  EndTime: epochSeconds,
  NextToken: z.optional(z.string()),
  ScanBy: z.optional(z.enum(['TimestampDescending', 'TimestampAscending'])),
  MaxDatapoints: z.optional(z.number()),
})

export const listInput = z.object({
  Namespace: z.optional(z.string()),
  MetricName: z.optional(z.string()),
  Dimensions: z.optional(z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) }))),
  NextToken: z.optional(z.string()),
  RecentlyActive: z.optional(z.literal('PT3H')),
})

export type MetricDataQuery = z.infer<typeof metricDataQuery>

/** Checks the input. Throws CloudWatch's complaint about the first thing that is wrong. */
export function parseInput<S extends z.ZodMiniType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).join('.')
  if (valueAt(input, issue?.path ?? []) === undefined) {
    throw missingParameter(`The parameter ${path} is required.`)
  }
  throw invalidValue(`The value for parameter ${path} is invalid.`)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    value,
  )
}

/** The start of the next page, as the opaque text that clients send back. */
export function pageToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url')
}

export function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0
  const digits = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]
  if (digits === undefined) throw invalidNextToken()
  return Number(digits)
}
