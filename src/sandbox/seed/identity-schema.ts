import * as z from 'zod/mini'
import { ROLE_ARN } from '../iam/role.js'

const NAMES = z.union([z.string(), z.array(z.string())])

const STATEMENT = z
  .strictObject({
    Sid: z.exactOptional(z.string()),
    Effect: z.enum(['Allow', 'Deny']),
    Action: z.exactOptional(NAMES),
    NotAction: z.exactOptional(NAMES),
    Resource: z.exactOptional(NAMES),
    NotResource: z.exactOptional(NAMES),
    Condition: z.exactOptional(z.record(z.string(), z.unknown())),
  })
  .check(
    z.refine((statement) => (statement.Action === undefined) !== (statement.NotAction === undefined), {
      error: 'expected one of Action and NotAction',
    }),
    z.refine((statement) => (statement.Resource === undefined) !== (statement.NotResource === undefined), {
      error: 'expected one of Resource and NotResource',
    }),
  )

const POLICY = z.strictObject({
  Version: z.exactOptional(z.string()),
  Id: z.exactOptional(z.string()),
  Statement: z.union([STATEMENT, z.array(STATEMENT)]),
})

export const ACCOUNT = z.string().check(z.regex(/^\d{12}$/, 'expected twelve digits'))

export const IDENTITY = z.strictObject({
  accessKeyId: z.string().check(z.regex(/^\w+$/, 'expected letters and digits')),
  secretAccessKey: z.string().check(z.minLength(1)),
  sessionToken: z.exactOptional(z.string().check(z.minLength(1))),
  name: z.string().check(z.minLength(1)),
  accountId: z.exactOptional(ACCOUNT),
  policies: z.array(POLICY),
})

export const ROLE = z.strictObject({
  arn: z.string().check(z.regex(ROLE_ARN, 'expected the ARN of a role')),
  trusts: z.exactOptional(z.array(z.string())),
  externalId: z.exactOptional(z.string()),
  maxSessionDuration: z.exactOptional(z.int().check(z.minimum(3600), z.maximum(43_200))),
  policies: z.exactOptional(z.array(POLICY)),
})
