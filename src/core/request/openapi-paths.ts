import { LineCounter, parseDocument } from 'yaml'
import { ApigwCacheError } from '../base/errors.js'
import { isRecord } from '../base/json.js'
import { yamlContentProblem, yamlProblem } from '../base/yaml-problem.js'
import { operationsOf } from '../gateway/export.js'
import { exampleOf, type Parameter, parametersOf } from './openapi-parameters.js'
import { encodedPart } from './url-encoding.js'

export interface OpenApiPaths {
  /** Encoded and with the query, in the order of the document. */
  readonly paths: readonly string[]
  /** GET operations that need a value without an example. */
  readonly skipped: readonly { readonly path: string; readonly missing: readonly string[] }[]
}

/**
 * Builds the paths of all GET operations of an OpenAPI 3 or Swagger 2 document (JSON or YAML) with its
 * examples. An optional parameter is in the query only if it has an example. The server of the document is
 * ignored. `headers` are those sent anyway. Errors: `usage` with file and line.
 */
export function openApiPaths(file: string, text: string, headers: readonly string[]): OpenApiPaths {
  const document = parsed(file, text)
  const operations = operationsOf(document)
  if (!isRecord(document) || operations === null || !('openapi' in document || 'swagger' in document)) {
    throw new ApigwCacheError('usage', 'openapi-document', `${file} is no OpenAPI document`, {
      hint: 'OpenAPI 3 or Swagger 2, JSON or YAML',
    })
  }
  const gets = operations.filter(
    ({ method, path }) =>
      method === 'GET' ||
      (method === 'ANY' && !operations.some((other) => other.path === path && other.method === 'GET')),
  )
  const filled = gets.map(({ path, operation }) => {
    const parameters = parametersOf(document, path, operation)
    return { path, ...fill(path, parameters, new Set(headers.map((name) => name.toLowerCase()))) }
  })
  return {
    paths: filled.flatMap(({ url }) => url ?? []),
    skipped: filled.flatMap(({ path, missing }) => (missing.length > 0 ? [{ path, missing }] : [])),
  }
}

function parsed(file: string, text: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    throw new ApigwCacheError('usage', 'openapi-syntax', `${file}:${line}: ${yamlProblem(broken.code)}`)
  }
  try {
    return document.toJS()
  } catch (cause) {
    // Aliases of aliases would grow without end.
    throw new ApigwCacheError('usage', 'openapi-syntax', `${file}: ${yamlContentProblem(cause)}`, { cause })
  }
}

/** OpenAPI ignores header parameters of these names. */
const IGNORED = new Set(['accept', 'content-type', 'authorization'])

interface Filled {
  /** Null if a value is missing. */
  readonly url: string | null
  readonly missing: readonly string[]
}

function fill(path: string, parameters: readonly Parameter[], sent: ReadonlySet<string>): Filled {
  const inPath = new Map(parameters.flatMap((one) => (one.in === 'path' ? [[one.name, exampleOf(one)]] : [])))
  const names = [...path.matchAll(/\{([^}]+?)(\+?)\}/g)].map(([, name = '']) => name)
  const missing = [
    ...names.filter((name) => !inPath.get(name)?.length).map((name) => `path.${name}`),
    ...parameters.filter((one) => isMissing(one, sent)).map((one) => `${KEY[one.in]}.${one.name}`),
  ]
  if (missing.length > 0) return { url: null, missing }
  const filled = path.replaceAll(/\{([^}]+?)(\+?)\}/g, (_, name: string, greedy: string) => {
    const text = (inPath.get(name) ?? []).join(',')
    const parts = greedy === '' ? [text] : text.replace(/^\//, '').split('/')
    return parts.map(encodedPart).join('/')
  })
  const query = parameters.flatMap(queryOf).join('&')
  return { url: query === '' ? filled : `${filled}?${query}`, missing }
}

const KEY = { query: 'querystring', header: 'header', cookie: 'cookie', path: 'path' } as const

function isMissing(parameter: Parameter, sent: ReadonlySet<string>): boolean {
  const name = parameter.name.toLowerCase()
  if (!parameter.required) return false
  if (parameter.in === 'header') return !IGNORED.has(name) && !sent.has(name)
  if (parameter.in === 'cookie') return !sent.has('cookie')
  return parameter.in === 'query' && exampleOf(parameter) === null
}

function queryOf(parameter: Parameter): readonly string[] {
  if (parameter.in !== 'query') return []
  const values = exampleOf(parameter) ?? []
  const name = encodedPart(parameter.name)
  const texts = parameter.explode ? values : values.length === 0 ? [] : [values.join(',')]
  return texts.map((text) => `${name}=${encodedPart(text)}`)
}
