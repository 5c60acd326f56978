import { escapeToken, unescapeToken } from '../../http/json.js'
import type { Json } from '../document.js'
import type { Make, Making } from './make.js'
import type { Fields } from './shape.js'
import { renamed, TEXT_MAP, TEXTS } from './shape.js'

export const REST_API: Fields = {
  ApiKeySourceType: renamed('apiKeySource', 'text'),
  BinaryMediaTypes: TEXTS,
  Body: 'any',
  BodyS3Location: 'any',
  CloneFrom: 'text',
  Description: 'text',
  DisableExecuteApiEndpoint: 'flag',
  EndpointAccessMode: 'text',
  EndpointConfiguration: { fields: { Types: TEXTS, IpAddressType: 'text', VpcEndpointIds: TEXTS } },
  FailOnWarnings: 'flag',
  MinimumCompressionSize: 'number',
  Mode: 'text',
  Name: 'text',
  Parameters: TEXT_MAP,
  Policy: 'json',
  SecurityPolicy: 'text',
  Tags: 'tags',
  Version: 'text',
}

/** With a body the API is imported; what stands beside it goes before what the body says. */
export const makeRestApi: Make = (making) => {
  const { body, bodyS3Location, failOnWarnings, mode, parameters, ...given } = making.properties
  if (bodyS3Location !== undefined) {
    throw making.refusal('BodyS3Location', 'nothing is read from S3: give the document as Body')
  }
  const own = { ...given, ...mediaOf(given) }
  const title: unknown = Object(Object(body).info).title
  // A text is a document that nobody looks into.
  const name = own.name ?? title ?? (typeof body === 'string' ? making.logicalId : undefined)
  const { id, rootResourceId } = making.call('CreateRestApi', '', { body: name === undefined ? own : { ...own, name } })
  if (body !== undefined) {
    const query = {
      ...Object(parameters),
      mode: String(mode ?? 'overwrite'),
      failonwarnings: String(failOnWarnings ?? false),
    }
    making.call('PutRestApi', 'Body', { path: { api: String(id) }, query, document: body })
    settle(making, String(id), own)
  }
  return { id: String(id), attributes: { RestApiId: String(id), RootResourceId: String(rootResourceId) } }
}

/** Slashes may be written as `~1`. */
function mediaOf({ binaryMediaTypes: types }: Json): Json {
  return Array.isArray(types) ? { binaryMediaTypes: types.map((type) => unescapeToken(String(type))) } : {}
}

/** An import overwrites what it knows of too. */
function settle({ call }: Making, api: string, { name, description, binaryMediaTypes }: Json): void {
  const replaced = Object.entries({ name, description }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ op: 'replace', path: `/${field}`, value }],
  )
  const added = (Array.isArray(binaryMediaTypes) ? binaryMediaTypes : []).map((type) => ({
    op: 'add',
    path: `/binaryMediaTypes/${escapeToken(String(type))}`,
  }))
  const patchOperations = [...replaced, ...added]
  if (patchOperations.length > 0) call('UpdateRestApi', '', { path: { api }, body: { patchOperations } })
}
