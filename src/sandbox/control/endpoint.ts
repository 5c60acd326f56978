import { badRequest, validation } from '../http/errors.js'
import { ENDPOINT_TYPES, type EndpointType, IP_ADDRESS_TYPES } from '../world/enums.js'
import type { RestApi } from '../world/model.js'
import { type Input, notInEnum } from './input.js'
import { type PatchRules, textOf } from './patch.js'

type Endpoint = Pick<RestApi, 'endpointTypes' | 'ipAddressType'>

/** The endpoint of a new API. Throws one refusal for all values that there are not. */
export function endpointOf(given: Input | undefined): Endpoint & Pick<RestApi, 'vpcEndpointIds'> {
  const types = given?.strings('types') ?? ['EDGE']
  const address = given?.string('ipAddressType')
  const problems = [
    ...(types.some((type) => !isType(type)) ? [wrongTypes(types, given?.pathOf('types') ?? '')] : []),
    ...(address !== undefined && !isAddressType(address)
      ? [notInEnum(address, given?.pathOf('ipAddressType') ?? '', IP_ADDRESS_TYPES)]
      : []),
  ]
  if (problems.length > 0) throw validation(problems)
  if (types.length === 0) {
    throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.')
  }
  if (types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.')
  const endpointTypes = types.filter(isType)
  const ipAddressType = address ?? (endpointTypes.includes('PRIVATE') ? 'dualstack' : 'ipv4')
  return { endpointTypes, ipAddressType, vpcEndpointIds: given?.strings('vpcEndpointIds') ?? [] }
}

/** A private API is dualstack, whatever it was before. */
export function addressTypeOf({ endpointTypes, ipAddressType }: Endpoint): string {
  return endpointTypes.includes('PRIVATE') ? 'dualstack' : ipAddressType
}

export function checkedEndpoint<T extends Endpoint>(endpoint: T): T {
  if (endpoint.endpointTypes.includes('PRIVATE') && endpoint.ipAddressType !== 'dualstack') {
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.')
  }
  return endpoint
}

/** Of UpdateRestApi. An API that becomes private becomes dualstack with it. */
export function endpointRules(draft: Endpoint & Pick<RestApi, 'vpcEndpointIds'>): PatchRules {
  const vpcEndpoints = (change: (ids: Set<string>, id: string) => void) => (value: string | undefined) => {
    const ids = new Set(draft.vpcEndpointIds)
    change(ids, textOf(value))
    draft.vpcEndpointIds = [...ids]
  }
  const add = vpcEndpoints((ids, id) => void ids.add(id))
  const remove = vpcEndpoints((ids, id) => void ids.delete(id))
  const refuse = (path: string) => badRequest(`Invalid patch path /endpointConfiguration/${path}`)
  return {
    'add /endpointConfiguration/**': (value, path) => {
      if (path === 'ipAddressType') throw onlyReplace()
      if (path !== 'vpcEndpointIds') throw refuse(path)
      add(value)
    },
    'replace /endpointConfiguration/**': (value, path) => {
      if (path.startsWith('types/')) {
        const type = textOf(value)
        if (!isType(type)) {
          throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE')
        }
        draft.endpointTypes = [type]
        if (type === 'PRIVATE') draft.ipAddressType = 'dualstack'
      } else if (path === 'ipAddressType') {
        const address = textOf(value)
        if (!isAddressType(address)) throw badRequest('ipAddressType must be either ipv4 or dualstack.')
        draft.ipAddressType = address
      } else if (path === 'vpcEndpointIds') draft.vpcEndpointIds = textOf(value).split(',').filter(Boolean)
      else throw refuse(path)
    },
    'remove /endpointConfiguration/**': (value, path) => {
      if (path === 'vpcEndpointIds') return remove(value)
      if (path === 'ipAddressType') throw onlyReplace()
      if (!path.startsWith('types/')) throw refuse(path)
      throw badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")
    },
  }
}

function onlyReplace(): Error {
  return badRequest('Invalid patch operation specified. Must be one of: [replace]')
}

function wrongTypes(types: readonly string[], path: string): string {
  return (
    `Value '[${types.join(', ')}]' at '${path}' failed to satisfy constraint: ` +
    `Member must satisfy constraint: [Member must satisfy enum value set: [${ENDPOINT_TYPES.join(', ')}]]`
  )
}

function isType(text: string): text is EndpointType {
  return ENDPOINT_TYPES.some((type) => type === text)
}

function isAddressType(text: string): boolean {
  return IP_ADDRESS_TYPES.some((type) => type === text)
}
