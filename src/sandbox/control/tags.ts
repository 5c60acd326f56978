import { badRequest, notFound } from '../http/errors.js'
import type { World } from '../world/world.js'
import { type Call, param, type Reply } from './operation.js'

export function getTags(world: World, call: Call): Reply {
  return { tags: tagged(world, call).tags }
}

export function tagResource(world: World, call: Call): Reply {
  const target = tagged(world, call)
  const added = call.body.stringMap('tags')
  if (!added) throw badRequest('Invalid tags specified')
  target.tags = { ...target.tags, ...added }
  return undefined
}

export function untagResource(world: World, call: Call): Reply {
  const target = tagged(world, call)
  const gone = call.query.getAll('tagKeys')
  target.tags = Object.fromEntries(Object.entries(target.tags).filter(([key]) => !gone.includes(key)))
  return undefined
}

function tagged({ apis, settings }: World, call: Call): { tags: Record<string, string> } {
  const arn = param(call, '*')
  const [, kind = '', id = ''] = /^arn:[^:]+:apigateway:[^:]*:(?:\d{12})?:\/([^/]+)\/([^/]+)$/.exec(arn) ?? []
  const shared = new Map<string, ReadonlyMap<string, { tags: Record<string, string> }>>([
    ['apikeys', settings.apiKeys],
    ['usageplans', settings.usagePlans],
    ['vpclinks', settings.vpcLinks],
    ['domainnames', settings.domainNames],
    ['clientcertificates', settings.clientCertificates],
  ])
  const record = shared.get(kind)?.get(id)
  if (record) return record
  const [, apiId, stageName] =
    arn.match(/^arn:[^:]+:apigateway:[^:]*::\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/) ?? []
  if (apiId === undefined) throw badRequest(`Invalid resource ARN specified: ${arn}`)
  const api = apis.get(apiId)
  const target = stageName === undefined ? api : api?.stages.get(stageName)
  if (!target) throw notFound(`Invalid resource ARN specified: ${arn}`)
  return target
}
