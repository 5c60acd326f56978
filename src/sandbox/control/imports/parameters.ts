import { badRequest } from '../../http/errors.js'
import { BASE_PATHS, type BasePath } from '../../openapi/base-path.js'
import { ENDPOINT_TYPES } from '../../world/enums.js'
import type { RestApi } from '../../world/model.js'
import { checkedEndpoint } from '../endpoint.js'

interface Parameters {
  readonly basePath: BasePath
  readonly withoutDocumentation: boolean
  readonly endpoint: Partial<Pick<RestApi, 'endpointTypes' | 'ipAddressType' | 'vpcEndpointIds'>>
}

const KNOWN = new Set(['mode', 'failonwarnings', 'basepath', 'ignore', 'endpointConfigurationTypes', 'vpcEndpointIds'])

/** The `parameters` of ImportRestApi and PutRestApi, which are a part of the query. */
export function readParameters(query: URLSearchParams): Parameters {
  const unknown = [...query.keys()].find((name) => !KNOWN.has(name))
  if (unknown !== undefined) throw badRequest(`Invalid import parameter specified: ${unknown}`)
  const asked = query.get('basepath') ?? 'ignore'
  const basePath = BASE_PATHS.find((known) => known === asked)
  if (!basePath) throw badRequest(`Invalid basepath specified: ${asked}`)
  const ignored = query.get('ignore') ?? ''
  if (ignored !== '' && ignored !== 'documentation') {
    throw badRequest(`Invalid ignore specified: ${ignored}. Only documentation can be ignored`)
  }
  const ids = query.get('vpcEndpointIds')
  return {
    basePath,
    withoutDocumentation: ignored === 'documentation',
    endpoint: { ...typeOf(query), ...(ids ? { vpcEndpointIds: ids.split(',') } : {}) },
  }
}

function typeOf(query: URLSearchParams): Parameters['endpoint'] {
  const asked = query.get('endpointConfigurationTypes')
  if (asked === null) return {}
  const type = ENDPOINT_TYPES.find((known) => known === asked)
  if (!type) throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE')
  const ipAddressType = type === 'PRIVATE' ? 'dualstack' : 'ipv4'
  return checkedEndpoint({ endpointTypes: [type], ipAddressType })
}
