/**
 * The parameter that was probably meant: `query.type`, `?type` and a bare `type` are `querystring.type`. Null where
 * nothing is near. PURE.
 */
export function meantParameter(text: string): string | null {
  const [, prefix = null, name = ''] = /^\??(?:([a-z]+)\.)?([\w.:$-]+)$/i.exec(text.replace(/\[\]$/, '')) ?? []
  if (name === '') return null
  const place = prefix === null ? 'querystring' : MEANT[prefix.toLowerCase()]
  return place === undefined ? null : `${place}.${name}`
}

type Place = 'querystring' | 'header' | 'path'

const MEANT: Readonly<Record<string, Place | undefined>> = {
  header: 'header',
  headers: 'header',
  path: 'path',
  paths: 'path',
  params: 'querystring',
  param: 'querystring',
  q: 'querystring',
  qs: 'querystring',
  query: 'querystring',
  queries: 'querystring',
  querystring: 'querystring',
  querystrings: 'querystring',
}
