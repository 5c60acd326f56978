import * as z from 'zod/mini'
import { errorAnswer, missingToken, ServiceError } from './http/errors.js'
import { checkJson, parseJson } from './http/json.js'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from './http/message.js'
import { accountRefusal, callerOf } from './iam/authorization.js'
import { isStandard, OPT_IN_REGIONS, STANDARD_REGIONS } from './world/regions.js'
import type { World } from './world/world.js'
import type { Worlds } from './worlds/worlds.js'

export const LIST_REGIONS_PATH = '/listRegions'

const STATUSES = ['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT'] as const

const INPUT = z.strictObject({
  AccountId: z.exactOptional(z.string().check(z.regex(/^\d{12}$/))),
  MaxResults: z.exactOptional(z.int().check(z.minimum(1), z.maximum(50))),
  NextToken: z.exactOptional(z.string()),
  RegionOptStatusContains: z.exactOptional(z.array(z.enum(STATUSES))),
})

interface Region {
  readonly RegionName: string
  readonly RegionOptStatus: (typeof STATUSES)[number]
}

/** The Account API, with ListRegions only. */
export function serveAccount(
  worlds: Worlds,
  world: World,
  request: HttpRequest,
): { readonly operation: string; readonly answer: HttpAnswer } {
  return { operation: 'ListRegions', answer: answerOf(worlds, world, request) }
}

function answerOf(worlds: Worlds, world: World, request: HttpRequest): HttpAnswer {
  if (!request.headers.authorization) return errorAnswer(missingToken())
  const refused = accountRefusal(world, request)
  if (refused) return errorAnswer(refused)
  try {
    return jsonAnswer(200, listRegions(worlds, world, request))
  } catch (error) {
    if (error instanceof ServiceError) return errorAnswer(error)
    throw error
  }
}

function listRegions(worlds: Worlds, world: World, request: HttpRequest): object {
  const { value, problem } = checkJson(INPUT, parseJson(request.body) ?? {}, 'body')
  if (problem !== null) throw new ServiceError(400, 'ValidationException', problem)
  const { AccountId = world.accountId, MaxResults = 50, NextToken, RegionOptStatusContains } = value
  if (AccountId !== world.accountId) {
    const { arn } = callerOf(world, request, 'account')
    const message = `User: ${arn} is not authorized to perform: account:ListRegions on account ${AccountId}`
    throw new ServiceError(403, 'AccessDeniedException', message)
  }
  const regions = regionsOf(worlds, AccountId).filter(
    ({ RegionOptStatus }) => RegionOptStatusContains?.includes(RegionOptStatus) ?? true,
  )
  const from = NextToken === undefined ? 0 : regions.findIndex(({ RegionName }) => RegionName > NextToken)
  const end = from + MaxResults
  const served = from < 0 ? [] : regions.slice(from, end)
  const last = served.at(-1)
  return { Regions: served, ...(last && end < regions.length ? { NextToken: last.RegionName } : {}) }
}

/**
 * By name. A region in which the account has a world is on. The one world of all regions is told once, as whoever
 * goes through them would meet the same APIs in each.
 */
function regionsOf(worlds: Worlds, accountId: string): Region[] {
  const own = worlds.all().filter((world) => world.accountId === accountId)
  const enabled = new Set((worlds.regional ? own : [worlds.home]).map(({ region }) => region))
  const names = new Set<string>([...STANDARD_REGIONS, ...OPT_IN_REGIONS, ...enabled])
  return [...names].sort().map((RegionName) => {
    const isHidden = !worlds.regional && RegionName !== worlds.home.region
    if (!isHidden && isStandard(RegionName)) return { RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' }
    return { RegionName, RegionOptStatus: enabled.has(RegionName) ? 'ENABLED' : 'DISABLED' }
  })
}
