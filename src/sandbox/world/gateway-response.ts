/** What API Gateway says itself, by its kind, with the status that it has unless told. */
export const GATEWAY_STATUSES = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: null,
  DEFAULT_5XX: null,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
} as const

export type GatewayResponseType = keyof typeof GATEWAY_STATUSES

export const GATEWAY_RESPONSE_TYPES = Object.keys(GATEWAY_STATUSES).filter(isGatewayResponseType)

export interface GatewayResponse {
  /** Null leaves each kind its own status. */
  statusCode: string | null
  /** `gatewayresponse.header.X` → `'literal'`, `method.request.header.Y`, `context.requestId` … */
  responseParameters: Record<string, string>
  responseTemplates: Record<string, string>
}

export type GatewayResponses = ReadonlyMap<GatewayResponseType, GatewayResponse>

export const DEFAULT_GATEWAY_TEMPLATE = '{"message":$context.error.messageString}'

export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return Object.hasOwn(GATEWAY_STATUSES, name)
}

/** The kind's own response, or that of all client or server errors; undefined where neither was set. */
export function gatewayResponseOf(responses: GatewayResponses, type: GatewayResponseType): GatewayResponse | undefined {
  return responses.get(type) ?? responses.get(familyOf(type))
}

export function defaultGatewayResponse(type: GatewayResponseType): GatewayResponse {
  return {
    statusCode: GATEWAY_STATUSES[type],
    responseParameters: {},
    responseTemplates: { 'application/json': DEFAULT_GATEWAY_TEMPLATE },
  }
}

function familyOf(type: GatewayResponseType): GatewayResponseType {
  if (type === 'DEFAULT_4XX' || type === 'DEFAULT_5XX') return type
  return GATEWAY_STATUSES[type].startsWith('5') ? 'DEFAULT_5XX' : 'DEFAULT_4XX'
}
