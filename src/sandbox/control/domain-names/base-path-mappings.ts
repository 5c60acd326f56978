import { badRequest, conflict, notFound } from '../../http/errors.js'
import { type BasePathMapping, type DomainName, NO_BASE_PATH } from '../../world/domain-name.js'
import type { World } from '../../world/world.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, filledOrNull, readPatch, textOf } from '../patch.js'
import { present } from '../view.js'
import { domainOf } from './domain-names.js'

export function createBasePathMapping(world: World, call: Call): Reply {
  const restApiId = call.body.requiredString('restApiId')
  const { mappings } = domainOf(world, call)
  const mapping = checked(world, mappings, {
    basePath: call.body.string('basePath') || NO_BASE_PATH,
    restApiId,
    stage: call.body.string('stage') || null,
  })
  mappings.set(mapping.basePath, mapping)
  return view(mapping)
}

export function getBasePathMappings(world: World, call: Call): Reply {
  return page([...domainOf(world, call).mappings.values()], ({ basePath }) => basePath, view, call)
}

export function getBasePathMapping(world: World, call: Call): Reply {
  return view(mappingOf(world, call))
}

/** Another base path is another mapping in its place. */
export function updateBasePathMapping(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const { mappings } = domainOf(world, call)
  const mapping = mappingOf(world, call)
  const draft = { ...mapping }
  const replaceApi = (value: string | undefined) => {
    draft.restApiId = textOf(value)
  }
  applyRules(operations, {
    ...fieldRules(draft, { basePath: (value) => value || NO_BASE_PATH, stage: filledOrNull }),
    'replace /restapiId': replaceApi,
    'replace /restApiId': replaceApi,
    'remove /stage': () => {
      draft.stage = null
    },
  })
  const others = new Map([...mappings].filter(([basePath]) => basePath !== mapping.basePath))
  checked(world, others, draft)
  mappings.delete(mapping.basePath)
  mappings.set(draft.basePath, draft)
  return view(draft)
}

export function deleteBasePathMapping(world: World, call: Call): Reply {
  domainOf(world, call).mappings.delete(mappingOf(world, call).basePath)
  return undefined
}

function mappingOf(world: World, call: Call): BasePathMapping {
  const found = domainOf(world, call).mappings.get(param(call, 'path'))
  if (!found) throw notFound('Invalid base path mapping identifier specified')
  return found
}

function checked({ apis }: World, mappings: DomainName['mappings'], mapping: BasePathMapping): BasePathMapping {
  const { basePath, restApiId, stage } = mapping
  if (basePath.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level " +
        'base path mapping, use API Gateway V2.',
    )
  }
  const api = apis.get(restApiId)
  if (!api) throw badRequest('Invalid REST API identifier specified')
  if (stage !== null && !api.stages.has(stage)) throw badRequest('Invalid stage identifier specified')
  if (mappings.has(basePath)) throw conflict('Base path already exists for this domain name')
  return mapping
}

function view(mapping: BasePathMapping): object {
  return present({ ...mapping })
}
