import { ApigwCacheError } from '../base/errors.js'
import { meantParameter } from './meant-parameter.js'
import { type MethodRef, pathParameters } from './method.js'

/** A cache key parameter in AWS's spelling; an integration parameter is mapped from `source`. */
export interface KeySpec {
  readonly parameter: string
  readonly source: string | null
}

const FORMS = 'path.<name>, querystring.<name>, header.<name> or integration.header.<name>=<source>'
const PARAMETER = /^(integration\.)?(path|querystring|header)\.([^\s=]+)$/
const SOURCE = /^(method\.request\.(path|querystring|header|body)|context|stageVariables)(\.|$)|^'.*'$/

/**
 * Reads `querystring.type`, `path.id`, `header.X` or `integration.header.Body=method.request.body`. Errors:
 * `usage`.
 */
export function parseKey(text: string): KeySpec {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const source = equals < 0 ? null : text.slice(equals + 1)
  const short = shortKey(name)
  if (/^(integration\.)?multivalue/.test(short)) {
    throw new ApigwCacheError(
      'usage',
      'multivalue-key',
      `"${text}" cannot be a cache key: API Gateway takes no parameter with several values as a key`,
      { hint: `the single value can be: ${short.replace('multivalue', '')}` },
    )
  }
  const [, integration, location, parameter] = PARAMETER.exec(short) ?? []
  if (parameter === undefined) {
    // A bare name may be any of them.
    const meant = short.includes('.') ? meantParameter(short) : null
    const hint = meant === null ? FORMS : `did you mean ${meant}? The forms are ${FORMS}`
    throw new ApigwCacheError('usage', 'key-syntax', `"${text}" is not a cache key`, { hint })
  }
  checkSource(text, source, integration !== undefined)
  const side = integration === undefined ? 'method' : 'integration'
  return { parameter: `${side}.request.${location}.${parameter}`, source }
}

/** API Gateway declares no parameter of another name. */
const DECLARABLE = /^[a-zA-Z0-9:._$-]+$/

/** True if a method can declare a parameter of this name, as for a cache key it has to. PURE. */
export function isDeclarable(name: string): boolean {
  return DECLARABLE.test(name)
}

/** Refuses keys and sources that a method cannot declare. Errors: `usage`. */
export function checkKeyNames({ method, path }: MethodRef, keys: readonly KeySpec[]): void {
  const names = pathParameters(path)
  for (const expression of keys.flatMap(({ parameter, source }) => [parameter, source ?? ''])) {
    const name = /^method\.request\.(?:path|querystring|header)\.(.+)$/.exec(expression)?.[1]
    if (name === undefined || isDeclarable(name)) continue
    const message = `API Gateway takes no parameter with the name "${name}", so it cannot be a cache key`
    throw new ApigwCacheError('usage', 'undeclarable-key', message, {
      hint: 'names have letters, digits and : . _ $ - only',
      data: { method, path },
    })
  }
  for (const expression of keys.flatMap(({ parameter, source }) => [parameter, source ?? ''])) {
    const name = /^method\.request\.path\.(.+)$/.exec(expression)?.[1]
    if (name === undefined || names.includes(name)) continue
    throw new ApigwCacheError('usage', 'no-such-path-parameter', `${method} ${path} has no path parameter "${name}"`, {
      hint:
        names.length === 0 ? 'its path has no parameters' : `it has: ${names.map((one) => `path.${one}`).join(', ')}`,
    })
  }
}

function checkSource(text: string, source: string | null, integration: boolean): void {
  if (source === null) return
  if (!integration) {
    throw new ApigwCacheError(
      'usage',
      'source-of-method-key',
      `"${text}" names a source, which only an integration parameter has`,
      {
        hint: `leave out "=${source}"`,
      },
    )
  }
  if (SOURCE.test(source)) return
  throw new ApigwCacheError('usage', 'source-syntax', `"${source}" is not a source of an integration parameter`, {
    hint: "such as method.request.body, method.request.querystring.q, context.identity.sourceIp or 'text'",
  })
}

/** `method.request.path.id` → `path.id`; `integration.request.header.X` → `integration.header.X`. */
export function shortKey(parameter: string): string {
  return parameter.replace(/^method\.request\./, '').replace(/^integration\.request\./, 'integration.')
}

/** The parameters of requests that reach a cache key: by their own names, or mapped into it. PURE. */
export function keyedParameters(
  keys: readonly string[] | null,
  deployed: { readonly sources: readonly string[] } | null,
): readonly string[] {
  return [...new Set([...(keys ?? []), ...(deployed?.sources ?? []).map(shortKey)])]
}

/** True if a key has this name: of a header in any case, of a query or path parameter exactly. PURE. */
export function hasKey(keys: readonly string[] | null | undefined, name: string): boolean {
  return keys?.some((key) => isSameParameter(key, name)) === true
}

/** `header.x-tenant` is `header.X-Tenant`, but `querystring.Type` is not `querystring.type`. PURE. */
export function isSameParameter(a: string, b: string): boolean {
  return a === b || (OF_HEADER.test(a) && a.toLowerCase() === b.toLowerCase())
}

const OF_HEADER = /^((method|integration)\.request\.|integration\.)?header\./

/** Compares keys regardless of their order, and of the case of headers. */
export function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key) => hasKey(b, key))
}
