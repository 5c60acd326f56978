import { parseJson } from '../../http/json.js'
import type { GatewayResponses } from '../../world/gateway-response.js'
import type { RequestValidator, RestApi, Snapshot } from '../../world/model.js'
import { present, seconds } from '../view.js'
import type { Exported } from './exported.js'

/** `x-amazon-apigateway-…` members of the document itself. */
export function settingsOf({ api, stage, deployment: { snapshot }, extensions }: Exported): object {
  return {
    ...(extensions.settings ? ownSettings(snapshot) : {}),
    ...(extensions.documentation
      ? { 'x-amazon-apigateway-documentation': documentationOf(api, stage.documentationVersion) }
      : {}),
  }
}

function ownSettings(snapshot: Snapshot): object {
  const { binaryMediaTypes, policy, apiKeySource, minimumCompressionSize } = snapshot
  return present({
    'x-amazon-apigateway-request-validators': validatorsOf(snapshot.requestValidators),
    'x-amazon-apigateway-gateway-responses': responsesOf(snapshot.gatewayResponses),
    'x-amazon-apigateway-binary-media-types': binaryMediaTypes.length > 0 ? binaryMediaTypes : null,
    'x-amazon-apigateway-minimum-compression-size': minimumCompressionSize,
    'x-amazon-apigateway-api-key-source': apiKeySource === 'HEADER' ? null : apiKeySource,
    'x-amazon-apigateway-policy': policy === null ? null : parseJson(Buffer.from(policy)),
  })
}

function validatorsOf(validators: ReadonlyMap<string, RequestValidator>): object {
  return Object.fromEntries(
    [...validators.values()].map(({ id, name, validateRequestBody, validateRequestParameters }) => [
      name ?? id,
      { validateRequestParameters, validateRequestBody },
    ]),
  )
}

function responsesOf(responses: GatewayResponses): object {
  return Object.fromEntries(
    [...responses].map(([type, { statusCode, responseParameters, responseTemplates }]) => [
      type,
      present({
        statusCode: statusCode === null ? null : Number(statusCode),
        responseParameters,
        responseTemplates,
      }),
    ]),
  )
}

/** The parts as they are now, under the version that the stage has. */
function documentationOf({ documentationParts, documentationVersions }: RestApi, version: string | null): object {
  const known = documentationVersions.get(version ?? '')
  return present({
    version,
    createdDate: known ? new Date(seconds(known.createdDate) * 1000).toISOString() : null,
    documentationParts: [...documentationParts.values()].map(({ location, properties }) => ({
      location,
      properties: parseJson(Buffer.from(properties)) ?? properties,
    })),
  })
}
