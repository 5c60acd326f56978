import type * as z from 'zod/mini'
import { partitionOf } from '../../iam/arn.js'
import type { Account } from '../../world/lambda.js'
import type { World } from '../../world/world.js'
import { tagsOf } from '../alarms/alarm.js'
import { checkTags } from '../alarms/checks.js'
import { CloudWatchFailure, invalidValue, limitExceeded } from '../failure.js'
import type { Dashboard } from '../monitoring.js'
import { pageOf } from '../paging.js'
import type {
  deleteDashboardsInput,
  getDashboardInput,
  getDashboardOutput,
  listDashboardsInput,
  listDashboardsOutput,
  putDashboardInput,
  putDashboardOutput,
} from '../shapes/dashboards.js'
import { checkBody } from './body.js'

const PAGE_SIZE = 1_000
const MOST_DASHBOARDS = 5_000
const MOST_BYTES = 1024 * 1024
/** Of all of an account. */
const MOST_CHARACTERS = 64 * 1024 * 1024

/** Dashboards belong to an account, and to no region. */
export function dashboardArn({ accountId, region }: Account, name: string): string {
  return `arn:${partitionOf(region)}:cloudwatch::${accountId}:dashboard/${name}`
}

export function putDashboard(
  world: World,
  { DashboardName: name, DashboardBody: body, Tags }: z.infer<typeof putDashboardInput>,
): z.infer<typeof putDashboardOutput> {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    throw invalidValue(
      'The value for field DashboardName contains invalid characters. ' +
        'It can only contain alphanumerics, dash (-) and underscore (_).\n',
    )
  }
  if (name.length > 255) throw invalidValue('The value for field DashboardName is longer than 255 characters.')
  if (Buffer.byteLength(body) > MOST_BYTES) {
    throw invalidValue(`The value for field DashboardBody is larger than ${MOST_BYTES} bytes.`)
  }
  checkTags(Tags)
  const messages = checkBody(body)
  const { dashboards } = world.monitoring
  const known = dashboards.get(name)
  if (!known && dashboards.size >= MOST_DASHBOARDS) {
    throw limitExceeded(`The maximum of ${MOST_DASHBOARDS} dashboards is reached.`)
  }
  const others = [...dashboards.values()].reduce((sum, one) => sum + (one === known ? 0 : one.body.length), 0)
  if (others + body.length > MOST_CHARACTERS) {
    throw limitExceeded(`The dashboards of an account have at most ${MOST_CHARACTERS} characters here.`)
  }
  const tags = known?.tags ?? tagsOf(Tags)
  dashboards.set(name, { name, body, tags, modifiedMs: world.clock.now() })
  world.monitoring.changes++
  return { DashboardValidationMessages: messages }
}

export function getDashboard(
  world: World,
  { DashboardName: name }: z.infer<typeof getDashboardInput>,
): z.infer<typeof getDashboardOutput> {
  const { body } = found(world, name)
  return { DashboardArn: dashboardArn(world, name), DashboardBody: body, DashboardName: name }
}

export function listDashboards(
  world: World,
  { DashboardNamePrefix = '', NextToken }: z.infer<typeof listDashboardsInput>,
): z.infer<typeof listDashboardsOutput> {
  const chosen = [...world.monitoring.dashboards.values()]
    .filter(({ name }) => name.startsWith(DashboardNamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { page, next } = pageOf(chosen, NextToken, PAGE_SIZE)
  const entries = page.map(({ name, body, modifiedMs }) => ({
    DashboardName: name,
    DashboardArn: dashboardArn(world, name),
    LastModified: modifiedMs / 1000,
    Size: Buffer.byteLength(body),
  }))
  return { DashboardEntries: entries, ...next }
}

/** All of them or none. */
export function deleteDashboards(
  world: World,
  { DashboardNames: names }: z.infer<typeof deleteDashboardsInput>,
): Record<string, never> {
  for (const name of names) found(world, name)
  for (const name of names) world.monitoring.dashboards.delete(name)
  world.monitoring.changes++
  return {}
}

function found(world: World, name: string): Dashboard {
  const dashboard = world.monitoring.dashboards.get(name)
  if (dashboard) return dashboard
  throw new CloudWatchFailure('ResourceNotFound', 'DashboardNotFoundError', `Dashboard ${name} does not exist`, {
    status: 404,
  })
}
