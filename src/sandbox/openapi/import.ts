import { errorsAt, resourceAt } from '../seed/api.js'
import { newId } from '../world/ids.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { type BasePath, prefixOf } from './base-path.js'
import type { OpenApiDocument } from './document.js'
import { addDocumentation } from './documentation.js'
import { addGatewayResponses } from './gateway-responses.js'
import { methodOf } from './method.js'
import { addModels } from './models.js'
import { operationsOf } from './operations.js'
import { member } from './reference.js'
import { addAuthorizers } from './security.js'

export interface ImportOptions {
  readonly basePath: BasePath
  /** Functions of the sandbox answer where there is no backend that it could call. */
  readonly standIns: boolean
}

/** Adds what the document describes to the API, which is not deployed. Throws an Error that names the place. */
export function importInto(
  world: World,
  api: RestApi,
  document: OpenApiDocument,
  { basePath, standIns }: ImportOptions,
): void {
  const extension = (name: string) => member(document, `x-amazon-apigateway-${name}`)
  const { description, version } = document.info
  const [media, size] = [extension('binary-media-types'), extension('minimum-compression-size')]
  if (description !== undefined) api.description = description
  if (version !== undefined) api.version = String(version)
  if (Array.isArray(media))
    api.binaryMediaTypes = [...new Set([...api.binaryMediaTypes, ...media.map(String)])]
  if (typeof size === 'number') api.minimumCompressionSize = size
  const source = extension('api-key-source')
  if (typeof source === 'string') api.apiKeySource = source.toUpperCase()
  const policy = extension('policy')
  if (policy !== undefined) api.policy = JSON.stringify(policy)
  addValidators(world, api, extension('request-validators'))
  addModels(world, api, document)
  addAuthorizers(world, api, document)
  addDocumentation(world, api, extension('documentation'))
  addGatewayResponses(api, extension('gateway-responses'))
  const prefix = prefixOf(document, basePath)
  for (const operation of operationsOf(document)) {
    const { verb, path } = operation
    errorsAt(`${verb} ${path}`, () => {
      const resource = resourceAt(world, api, prefix + path)
      resource.methods.set(verb, methodOf(world, api, document, resource, operation, standIns))
    })
  }
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
