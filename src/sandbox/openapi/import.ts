import { INVALID_CACHE_KEY, undeclaredKey } from '../control/integrations/parameters.js'
import { messageOf, throwBugs } from '../http/errors.js'
import { resourceAt } from '../seed/api.js'
import { newId } from '../world/ids.js'
import type { Integration, Method, Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { type BasePath, prefixOf } from './base-path.js'
import type { OpenApiDocument } from './document.js'
import { addDocumentation } from './documentation.js'
import { addGatewayResponses } from './gateway-responses.js'
import { integrationOf } from './integration.js'
import { integrate, methodOf } from './method.js'
import { addModels } from './models.js'
import { type Operation, operationsOf } from './operations.js'
import { member } from './reference.js'
import { addAuthorizers, isGuardedByNothing, warningsOf } from './security.js'
import { addSettings } from './settings.js'

export interface ImportOptions {
  readonly basePath: BasePath
  /** Functions of the sandbox answer where there is no backend that it could call. */
  readonly standIns: boolean
  readonly withoutDocumentation?: boolean
}

/** Each thing in a document that API Gateway would not take, with its place. */
export class ImportRefusal extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '))
  }
}

/** Adds what the document describes to the API, which is not deployed, and gives the warnings. Throws an ImportRefusal. */
export function importInto(
  world: World,
  api: RestApi,
  document: OpenApiDocument,
  options: ImportOptions,
): readonly string[] {
  const problems: string[] = []
  const attempt = <T>(what: string, work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      throwBugs(error)
      problems.push(what === '' ? messageOf(error) : `${what}: ${messageOf(error)}`)
      return undefined
    }
  }
  const warnings: string[] = []
  const extension = (name: string) => member(document, `x-amazon-apigateway-${name}`)
  attempt('', () => addSettings(world, api, document))
  addValidators(world, api, extension('request-validators'))
  attempt('', () => addModels(world, api, document, !options.standIns))
  addAuthorizers(world, api, document, options.standIns, attempt)
  warnings.push(...warningsOf(document))
  if (!options.withoutDocumentation) attempt('', () => addDocumentation(world, api, extension('documentation')))
  attempt('', () => addGatewayResponses(api, extension('gateway-responses')))
  const prefix = prefixOf(document, options.basePath)
  for (const [below, item] of Object.entries(document.paths)) {
    const path = prefix + below
    const resource = attempt(`Unable to create resource at path '${path}'`, () => resourceAt(world, api, path))
    if (!resource) continue
    for (const operation of operationsOf({ paths: { [below]: item } })) {
      if (!options.standIns && isGuardedByNothing(document, operation.operation)) continue
      addMethod({ world, api, document, options, attempt, warnings }, { resource, path, operation })
    }
  }
  if (problems.length > 0) throw new ImportRefusal(problems)
  return warnings
}

interface Importing {
  readonly world: World
  readonly api: RestApi
  readonly document: OpenApiDocument
  readonly options: ImportOptions
  readonly attempt: <T>(what: string, work: () => T) => T | undefined
  readonly warnings: string[]
}

interface Place {
  readonly resource: Resource
  readonly path: string
  readonly operation: Operation
}

function addMethod(
  { world, api, document, options, attempt, warnings }: Importing,
  { resource, path, operation }: Place,
): void {
  const { verb } = operation
  const method = attempt(`Unable to put method '${verb}' on resource at path '${path}'`, () =>
    methodOf(api, document, operation, (text) => warnings.push(text)),
  )
  if (!method) return
  resource.methods.set(verb, method)
  attempt(`Unable to put integration on '${verb}' for resource at path '${path}'`, () => {
    const warn = (field: string, name: string, value: unknown) => {
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
      warnings.push(
        `Invalid format for '${field}'. Expected type string for property ` +
          `'${name}' of resource '${path}' and method '${verb}' but got '${shown}'`,
      )
    }
    const integration = integrationOf(world, resource.id, operation, options.standIns, warn)
    if (options.standIns) checkKeys(method, integration)
    integrate(method, integration)
  })
}

/** Says, before the service's text, which key it is. */
function checkKeys({ requestParameters }: Method, integration: Integration | null): void {
  if (!integration) return
  const refused = undeclaredKey(integration.cacheKeyParameters, requestParameters, integration.requestParameters)
  if (refused === null) return
  throw new Error(`"${refused}": ${INVALID_CACHE_KEY}; the operation has to declare it under parameters`)
}

function addValidators(world: World, api: RestApi, given: unknown): void {
  for (const [name, rules] of Object.entries(given ?? {})) {
    const known = [...api.requestValidators.values()].find((validator) => validator.name === name)
    const id = known?.id ?? newId(world.random, 6)
    api.requestValidators.set(id, {
      id,
      name,
      validateRequestBody: member(rules, 'validateRequestBody') === true,
      validateRequestParameters: member(rules, 'validateRequestParameters') === true,
    })
  }
}
