import { badRequest } from '../../http/errors.js'

const TARGET = /^gatewayresponse\.header\.[\w!#$%&'*+\-.^`|~]+$/
const SOURCE =
  /^(?:'.*'|method\.request\.(?:(?:path|querystring|header|multivaluequerystring|multivalueheader)\..+|body(?:\..+)?)|stageVariables\..+|context\..+)$/s

/** Refuses headers that cannot be named so, and sources that a refusal does not have. */
export function readMappings(given: Record<string, string>): Record<string, string> {
  for (const [target, source] of Object.entries(given)) {
    const wrong = TARGET.test(target) ? (SOURCE.test(source) ? null : source) : target
    if (wrong !== null) throw badRequest(`Invalid mapping expression specified: ${wrong}`)
  }
  return given
}
