import type { OpenApiDocument } from './document.js'
import { member } from './reference.js'

export const BASE_PATHS = ['ignore', 'prepend', 'split'] as const
export type BasePath = (typeof BASE_PATHS)[number]

/** What stands before every path: the whole base path, or all but its first part, which a domain name maps. */
export function prefixOf(document: OpenApiDocument, basePath: BasePath): string {
  if (basePath === 'ignore') return ''
  const parts = basePathOf(document)
    .split('/')
    .filter((part) => part !== '')
  const kept = basePath === 'split' ? parts.slice(1) : parts
  return kept.map((part) => `/${part}`).join('')
}

function basePathOf(document: OpenApiDocument): string {
  const own = member(document, 'basePath')
  if (typeof own === 'string') return own
  const [server] = document.servers ?? []
  const named = member(member(member(server, 'variables'), 'basePath'), 'default')
  if (typeof named === 'string') return named
  const url = (server?.url ?? '').replace(/\{([^}]+)\}/g, (_, name: string) =>
    String(member(member(member(server, 'variables'), name), 'default') ?? ''),
  )
  return url.replace(/^https?:\/\/[^/]*/, '')
}
