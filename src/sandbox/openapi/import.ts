import { messageOf, throwBugs } from '../http/errors.js'
import { resourceAt } from '../seed/api.js'
import { newId } from '../world/ids.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { type BasePath, prefixOf } from './base-path.js'
import type { OpenApiDocument } from './document.js'
import { addDocumentation } from './documentation.js'
import { addGatewayResponses } from './gateway-responses.js'
import { integrationOf } from './integration.js'
import { integrate, methodOf } from './method.js'
import { addModels } from './models.js'
import { operationsOf } from './operations.js'
import { member } from './reference.js'
import { addAuthorizers } from './security.js'
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
  attempt('', () => warnings.push(...addAuthorizers(world, api, document)))
  if (!options.withoutDocumentation) attempt('', () => addDocumentation(world, api, extension('documentation')))
  attempt('', () => addGatewayResponses(api, extension('gateway-responses')))
  const prefix = prefixOf(document, options.basePath)
  for (const operation of operationsOf(document)) {
    const { verb } = operation
    const path = prefix + operation.path
    const resource = attempt(`Unable to create resource at path '${path}'`, () => resourceAt(world, api, path))
    const method =
      resource &&
      attempt(`Unable to put method '${verb}' on resource at path '${path}'`, () => methodOf(api, document, operation))
    if (!method) continue
    resource.methods.set(verb, method)
    attempt(`Unable to put integration on '${verb}' for resource at path '${path}'`, () => {
      const warn = (name: string, value: unknown) =>
        warnings.push(
          "Invalid format for 'requestParameters'. Expected type string for property " +
            `'${name}' of resource '${path}' and method '${verb}' but got '${String(value)}'`,
        )
      integrate(method, integrationOf(world, resource.id, operation, options.standIns, warn))
    })
  }
  if (problems.length > 0) throw new ImportRefusal(problems)
  return warnings
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
