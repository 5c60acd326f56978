import { badRequest } from '../../http/errors.js'
import type { Integration, IntegrationResponse, Method } from '../../world/model.js'

const OF_METHOD = /^method\.request\.(?:multivalue)?(header|path|querystring)\.(.+)$/
const PREFIX = 'Invalid mapping expression specified: Validation Result: warnings : [], errors : '

/** Refuses mappings from parameters that the method does not declare. */
export function checkRequestMappings(
  { requestParameters: declared }: Pick<Method, 'requestParameters'>,
  mapped: Integration['requestParameters'],
): void {
  for (const source of Object.values(mapped)) {
    const [, place, name] = OF_METHOD.exec(source) ?? []
    if (place !== undefined && !Object.hasOwn(declared, `method.request.${place}.${name}`)) {
      throw invalid(`Invalid mapping expression parameter specified: ${source}`)
    }
  }
}

/** Refuses mappings to headers that the method response does not declare. Without mappings it need not be there. */
export function checkResponseMappings(
  { responses }: Pick<Method, 'responses'>,
  { statusCode, responseParameters }: Pick<IntegrationResponse, 'statusCode' | 'responseParameters'>,
): void {
  const [first, ...others] = Object.keys(responseParameters)
  if (first === undefined) return
  const declared = responses.get(statusCode)?.responseParameters
  if (!declared) throw invalid('No method response exists for method.')
  const unknown = [first, ...others].find((name) => !Object.hasOwn(declared, name))
  if (unknown !== undefined) throw invalid(`Invalid mapping expression parameter specified: ${unknown}`)
}

function invalid(why: string): Error {
  return badRequest(`${PREFIX}[${why}]`)
}
