import * as z from 'zod/mini'
import { list, text, timestamp } from './kinds.js'
import { tags } from './parts.js'

const arn = text(1, 1024)

const validationMessages = z.array(z.object({ DataPath: z.string(), Message: z.string() }))

export const putDashboardInput = z.object({
  DashboardName: z.string(),
  DashboardBody: z.string(),
  Tags: z.optional(tags),
})
export const putDashboardOutput = z.object({ DashboardValidationMessages: validationMessages })

export const getDashboardInput = z.object({ DashboardName: z.string() })
export const getDashboardOutput = z.object({
  DashboardArn: z.string(),
  DashboardBody: z.string(),
  DashboardName: z.string(),
})

export const listDashboardsInput = z.object({
  DashboardNamePrefix: z.optional(z.string()),
  NextToken: z.optional(z.string()),
})
export const listDashboardsOutput = z.object({
  DashboardEntries: z.array(
    z.object({
      DashboardName: z.string(),
      DashboardArn: z.string(),
      LastModified: timestamp,
      Size: z.number(),
    }),
  ),
  NextToken: z.optional(z.string()),
})

export const deleteDashboardsInput = z.object({ DashboardNames: z.array(z.string()) })

export const tagResourceInput = z.object({ ResourceARN: arn, Tags: tags })
export const untagResourceInput = z.object({ ResourceARN: arn, TagKeys: list(text(1, 128)) })
export const listTagsInput = z.object({ ResourceARN: arn })
export const listTagsOutput = z.object({ Tags: tags })

/** Of an operation that answers with nothing. */
export const nothing = z.object({})
