import { findIn } from './json-path.js'
import { fieldsOf, Host, JsonList, parseForTemplate, textOf } from './values.js'

export interface Parameters {
  readonly path: Readonly<Record<string, string>>
  readonly querystring: Readonly<Record<string, string>>
  readonly header: Readonly<Record<string, string>>
}

/** `$input`: the payload, and the parameters of the request. */
export function inputOf(body: string, parameters: Parameters): Host {
  let parsed: { readonly document: unknown } | null = null
  const find = (path: unknown): unknown => {
    parsed ??= { document: documentOf(body) }
    const found = findIn(parsed.document, path === undefined ? '$' : textOf(path))
    return Array.isArray(found) && !(found instanceof JsonList) ? JsonList.from(found) : found
  }
  return new Host(
    {
      path: find,
      // What is not there is an empty text.
      json: (path) => JSON.stringify(find(path) ?? ''),
      params: (name) => (name === undefined ? groups(parameters) : parameter(parameters, textOf(name))),
    },
    { body: body === '' ? '{}' : body },
  )
}

/** What is not JSON is a text. */
function documentOf(body: string): unknown {
  if (body.trim() === '') return fieldsOf()
  try {
    return parseForTemplate(body)
  } catch {
    return body
  }
}

function groups({ path, querystring, header }: Parameters): unknown {
  return fieldsOf(
    Object.entries({ path, querystring, header }).map(([name, group]) => [name, fieldsOf(Object.entries(group))]),
  )
}

function parameter({ path, querystring, header }: Parameters, name: string): string {
  for (const group of [path, querystring]) if (Object.hasOwn(group, name)) return group[name] ?? ''
  const lower = name.toLowerCase()
  return Object.entries(header).findLast(([one]) => one.toLowerCase() === lower)?.[1] ?? ''
}
