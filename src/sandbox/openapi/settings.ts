import { badRequest } from '../http/errors.js'
import { keptPolicy, type Place } from '../iam/resource-policy.js'
import { ACCESS_MODES, API_KEY_SOURCES, IP_ADDRESS_TYPES, SECURITY_POLICIES } from '../world/enums.js'
import type { RestApi } from '../world/model.js'
import type { OpenApiDocument } from './document.js'
import { member } from './reference.js'

/** What a document says of the API as a whole. */
export function addSettings(place: Omit<Place, 'apiId'>, api: RestApi, document: OpenApiDocument): void {
  const extension = (name: string) => member(document, `x-amazon-apigateway-${name}`)
  const { description, version } = document.info
  const [media, size, policy] = [
    extension('binary-media-types'),
    extension('minimum-compression-size'),
    extension('policy'),
  ]
  if (description !== undefined) api.description = description
  if (version !== undefined) api.version = String(version)
  if (Array.isArray(media)) {
    api.binaryMediaTypes = [...new Set([...api.binaryMediaTypes, ...media.map(String)])]
  }
  if (size !== undefined) api.minimumCompressionSize = sizeOf(size)
  const source = oneOf(API_KEY_SOURCES, extension('api-key-source'), 'API key source', true)
  if (source) api.apiKeySource = source
  if (policy !== undefined) api.policy = keptPolicy(JSON.stringify(policy), { ...place, apiId: api.id })
  api.securityPolicy = oneOf(SECURITY_POLICIES, extension('security-policy'), 'security policy') ?? api.securityPolicy
  api.endpointAccessMode =
    oneOf(ACCESS_MODES, extension('endpoint-access-mode'), 'endpoint access mode') ?? api.endpointAccessMode
  addEndpoint(api, extension('endpoint-configuration'))
  for (const server of document.servers ?? []) {
    addEndpoint(api, member(server, 'x-amazon-apigateway-endpoint-configuration'))
  }
}

function addEndpoint(api: RestApi, given: unknown): void {
  const [ids, disabled] = [member(given, 'vpcEndpointIds'), member(given, 'disableExecuteApiEndpoint')]
  if (Array.isArray(ids)) api.vpcEndpointIds = ids.map(String)
  if (typeof disabled === 'boolean') api.disableExecuteApiEndpoint = disabled
  api.ipAddressType = oneOf(IP_ADDRESS_TYPES, member(given, 'ipAddressType'), 'IP address type') ?? api.ipAddressType
}

function sizeOf(given: unknown): number {
  const size = Number(given)
  if (Number.isInteger(size) && size >= 0 && size <= 10_485_760) return size
  throw badRequest('Invalid minimum compression size, must be between 0 and 10485760')
}

function oneOf<T extends string>(values: readonly T[], given: unknown, what: string, anyCase = false): T | undefined {
  if (given === undefined) return undefined
  const text = anyCase ? String(given).toUpperCase() : given
  const found = values.find((value) => value === text)
  if (!found) throw badRequest(`Invalid ${what} specified: ${String(given)}`)
  return found
}
