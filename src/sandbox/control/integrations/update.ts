import { badRequest, notFound } from '../../http/errors.js'
import { put } from '../../http/own.js'
import { CONNECTION_TYPES, CONTENT_HANDLINGS, TRANSFER_MODES, type TransferMode } from '../../world/enums.js'
import type { Integration, Method } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { integrationOf, methodOf } from '../lookup.js'
import { integrationView } from '../methods/view.js'
import type { Call, Reply } from '../operation.js'
import {
  applyRules,
  fieldRules,
  filledOrNull,
  knownOf,
  mapRules,
  type PatchRules,
  readPatch,
  textOf,
  textOrNull,
} from '../patch.js'
import { checkIntegration } from './integrations.js'
import { checkRequestMappings } from './mappings.js'

export function updateIntegration(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const integration = integrationOf(world, call)
  const method = methodOf(world, call)
  const draft: Integration = {
    ...integration,
    requestParameters: { ...integration.requestParameters },
    requestTemplates: { ...integration.requestTemplates },
    cacheKeyParameters: [...integration.cacheKeyParameters],
  }
  applyRules(operations, {
    ...fieldRules(draft, {
      uri: textOrNull,
      httpMethod: textOrNull,
      credentials: filledOrNull,
      passthroughBehavior: textOf,
      timeoutInMillis: Number,
      cacheNamespace: textOf,
      responseTransferMode: transferMode,
      connectionId: filledOrNull,
      integrationTarget: filledOrNull,
      connectionType: (value) => knownOf(CONNECTION_TYPES, value, 'connection type'),
      contentHandling: (value) => (value ? knownOf(CONTENT_HANDLINGS, value, 'content handling') : null),
    }),
    'replace /tlsConfig/*': (value, name) => {
      if (name !== 'insecureSkipVerification') throw badRequest(`Invalid patch path /tlsConfig/${name}`)
      draft.tlsConfig = { insecureSkipVerification: value?.toLowerCase() === 'true' }
    },
    'remove /tlsConfig': () => {
      draft.tlsConfig = null
    },
    'remove /contentHandling': () => {
      draft.contentHandling = null
    },
    ...parameterRules(draft, method),
    ...mapRules('requestTemplates', draft.requestTemplates, textOf),
    ...keyRules(draft),
  })
  checkIntegration(draft, method)
  const changed = Object.entries(draft.requestParameters).filter(
    ([name, source]) => integration.requestParameters[name] !== source,
  )
  checkRequestMappings(method, Object.fromEntries(changed))
  Object.assign(integration, draft)
  return integrationView(integration)
}

function transferMode(value: string | undefined): TransferMode {
  return knownOf(TRANSFER_MODES, value, 'response transfer mode')
}

function parameterRules(draft: Integration, method: Method): PatchRules {
  return {
    'add /requestParameters/*': (value, name) => {
      put(draft.requestParameters, name, textOf(value))
    },
    // Replacing or removing a mapping drops the cache key of that name; clients have to add it again.
    'replace /requestParameters/*': (value, name) => {
      put(draft.requestParameters, name, textOf(value))
      drop(draft, name)
    },
    'remove /requestParameters/*': (_, name) => {
      if (!Object.hasOwn(draft.requestParameters, name)) throw notFound('Invalid parameter name specified')
      const source = draft.requestParameters[name] ?? ''
      delete draft.requestParameters[name]
      drop(draft, name)
      // What the method has given up goes with the last that was made of it.
      if (!Object.hasOwn(method.requestParameters, source)) drop(draft, source)
    },
  }
}

function keyRules(draft: Integration): PatchRules {
  const add = (name: string) => {
    if (!draft.cacheKeyParameters.includes(name)) draft.cacheKeyParameters.push(name)
  }
  return {
    'add /cacheKeyParameters': (value) => listOf(value).forEach(add),
    'replace /cacheKeyParameters': (value) => {
      draft.cacheKeyParameters = listOf(value)
    },
    'remove /cacheKeyParameters': () => {
      draft.cacheKeyParameters = []
    },
    'add /cacheKeyParameters/*': (_, name) => add(name),
    'replace /cacheKeyParameters/*': (_, name) => add(name),
    'remove /cacheKeyParameters/*': (_, name) => drop(draft, name),
  }
}

function drop(draft: Integration, name: string): void {
  draft.cacheKeyParameters = draft.cacheKeyParameters.filter((key) => key !== name)
}

function listOf(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((name) => name !== '')
}
