import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { alarmArn, tagsOf } from './alarms/alarm.js'
import { checkTags } from './alarms/checks.js'
import { dashboardArn } from './dashboards/dashboards.js'
import { CloudWatchFailure, invalidValue } from './failure.js'
import type { listTagsInput, listTagsOutput, tagResourceInput, untagResourceInput } from './shapes/dashboards.js'

interface Tagged {
  tags: Record<string, string>
}

export function tagResource(
  world: World,
  { ResourceARN, Tags }: z.infer<typeof tagResourceInput>,
): Record<string, never> {
  const resource = existing(world, ResourceARN)
  const tags = { ...resource.tags, ...tagsOf(Tags) }
  checkTags(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })))
  resource.tags = tags
  world.monitoring.changes++
  return {}
}

export function untagResource(
  world: World,
  { ResourceARN, TagKeys }: z.infer<typeof untagResourceInput>,
): Record<string, never> {
  const resource = existing(world, ResourceARN)
  resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !TagKeys.includes(key)))
  world.monitoring.changes++
  return {}
}

export function listTags(world: World, { ResourceARN }: z.infer<typeof listTagsInput>): z.infer<typeof listTagsOutput> {
  const { tags } = existing(world, ResourceARN)
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
}

function existing(world: World, arn: string): Tagged {
  const resource = find(world, arn)
  if (resource) return resource
  throw new CloudWatchFailure('ResourceNotFoundException', 'ResourceNotFoundException', '', {
    status: 404,
    fields: { ResourceType: arn.includes(':alarm:') ? 'alarm' : 'dashboard', ResourceId: arn },
  })
}

function find(world: World, arn: string): Tagged | undefined {
  const name = /^arn:[^:]+:cloudwatch:[^:]*:\d+:(?:alarm:|dashboard\/)(.+)$/.exec(arn)?.[1]
  if (name === undefined) throw invalidValue(`The value ${arn} for parameter ResourceARN is invalid.`)
  const { alarms, dashboards } = world.monitoring
  if (arn === alarmArn(world, name)) return alarms.get(name)
  return arn === dashboardArn(world, name) ? dashboards.get(name) : undefined
}
