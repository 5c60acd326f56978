import * as z from 'zod/mini'

const name = z.string().check(z.regex(/^[\w.\-/#]{1,512}$/))
/** A name, or the ARN of a group. */
const identifier = z.string().check(z.regex(/^[\w.\-/#:*]{1,2048}$/))
const stream = z.string().check(z.minLength(1), z.maxLength(512))
const token = z.string()
const time = z.int().check(z.nonnegative())
const most = (limit: number) => z.exactOptional(z.int().check(z.minimum(1), z.maximum(limit)))

const group = {
  logGroupName: z.exactOptional(name),
  logGroupIdentifier: z.exactOptional(identifier),
}

export const CREATE_GROUP = z.strictObject({ logGroupName: name })

export const DESCRIBE_GROUPS = z.strictObject({
  logGroupNamePrefix: z.exactOptional(z.string()),
  logGroupNamePattern: z.exactOptional(z.string()),
  limit: most(50),
  nextToken: z.exactOptional(token),
})

export const DESCRIBE_STREAMS = z.strictObject({
  ...group,
  logStreamNamePrefix: z.exactOptional(z.string()),
  orderBy: z.exactOptional(z.enum(['LogStreamName', 'LastEventTime'])),
  descending: z.exactOptional(z.boolean()),
  limit: most(50),
  nextToken: z.exactOptional(token),
})

export const GET_EVENTS = z.strictObject({
  ...group,
  logStreamName: stream,
  startTime: z.exactOptional(time),
  endTime: z.exactOptional(time),
  startFromHead: z.exactOptional(z.boolean()),
  limit: most(10_000),
  nextToken: z.exactOptional(token),
})

export const FILTER_EVENTS = z.strictObject({
  ...group,
  logStreamNames: z.exactOptional(z.array(stream).check(z.maxLength(100))),
  logStreamNamePrefix: z.exactOptional(z.string()),
  startTime: z.exactOptional(time),
  endTime: z.exactOptional(time),
  filterPattern: z.exactOptional(z.string().check(z.maxLength(1024))),
  interleaved: z.exactOptional(z.boolean()),
  limit: most(10_000),
  nextToken: z.exactOptional(token),
})
