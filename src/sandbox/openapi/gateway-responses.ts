import { checkContentTypes } from '../control/content-types.js'
import { readMappings } from '../control/gateway-responses/mappings.js'
import { isStatusCode } from '../control/methods/status.js'
import { defaultGatewayResponse, isGatewayResponseType } from '../world/gateway-response.js'
import type { RestApi } from '../world/model.js'
import { member } from './reference.js'

/** Adds what `x-amazon-apigateway-gateway-responses` sets, in the place of those of the same types. */
export function addGatewayResponses({ gatewayResponses }: RestApi, given: unknown): void {
  for (const [type, described] of Object.entries(given ?? {})) {
    if (!isGatewayResponseType(type)) throw new Error(`Invalid gateway response type specified: ${type}`)
    const standard = defaultGatewayResponse(type)
    const status = member(described, 'statusCode')
    const templates = member(described, 'responseTemplates')
    const responseTemplates = templates === undefined ? standard.responseTemplates : texts(templates)
    if (status !== undefined && !isStatusCode(String(status))) {
      throw new Error(`Invalid status code specified: ${status}`)
    }
    checkContentTypes(responseTemplates)
    gatewayResponses.set(type, {
      statusCode: status === undefined ? standard.statusCode : String(status),
      responseParameters: readMappings(texts(member(described, 'responseParameters'))),
      responseTemplates,
    })
  }
}

function texts(given: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [name, String(value)]))
}
