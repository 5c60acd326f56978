import { sentHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import { type BasePathMapping, type DomainName, NO_BASE_PATH } from '../world/domain-name.js'
import type { DataTarget } from './target.js'

/** The domain name of a host, if there is one. */
export type DomainOf = (host: string) => DomainName | undefined

/**
 * Where a domain name's mappings lead: the longest base path that the path begins with, else the mapping without one.
 * A mapping without a stage takes it from the next part of the path. Null for the host of no domain name.
 */
export function domainTarget(
  { path, rawHeaders }: Pick<HttpRequest, 'path' | 'rawHeaders'>,
  domainOf: DomainOf,
): DataTarget | null {
  const domain = domainOf(sentHeader(rawHeaders, 'host') ?? '')
  if (!domain) return null
  let found: BasePathMapping | undefined
  for (const mapping of domain.mappings.values()) {
    if (fits(mapping, path) && prefixOf(mapping).length >= prefixOf(found).length) found = mapping
  }
  const basePath = prefixOf(found)
  if (!found) return { apiId: '', stage: '', rawPath: path, basePath }
  const { restApiId: apiId, stage } = found
  const rest = path.slice(basePath.length) || '/'
  if (stage !== null) return { apiId, stage, rawPath: rest, basePath }
  const end = rest.indexOf('/', 1)
  return end < 0
    ? { apiId, stage: rest.slice(1), rawPath: '/', basePath }
    : { apiId, stage: rest.slice(1, end), rawPath: rest.slice(end), basePath }
}

function fits(mapping: BasePathMapping, path: string): boolean {
  const prefix = prefixOf(mapping)
  return path === prefix || path.startsWith(`${prefix}/`)
}

/** Empty for the mapping without a base path. */
function prefixOf(mapping: BasePathMapping | undefined): string {
  return mapping === undefined || mapping.basePath === NO_BASE_PATH ? '' : `/${mapping.basePath}`
}
