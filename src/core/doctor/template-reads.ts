import { field, isRecord } from '../base/json.js'

/** What the mapping templates of an integration read of a request, apart from its body. */
export interface TemplateReads {
  /** Parameters by place: `querystring.q`; a name without a place is looked for in path, query string, headers. */
  readonly names: readonly string[]
  /** True if a template goes through all parameters, whatever their names. */
  readonly all: boolean
}

const PLAIN = /\$input\.params\(\s*(?:'([^'$]+)'|"([^"$]+)")\s*\)/g
const PLACED =
  /\$input\.params\(\s*\)\.(path|querystring|header)\.(?:get\(\s*(?:'([^'$]+)'|"([^"$]+)")\s*\)|(\w+)\b(?!\())/g
const ALL = /\$input\.params\(\s*\)(?!\.(?:path|header)\b)(?!\.querystring\.(?:get\(|\w+\b(?!\()))/
const COMMENT = /##.*$/gm

/** Reads the request templates and those of the answers, which the cache stores as they are filled in. PURE. */
export function templateReads(integration: unknown): TemplateReads {
  const templates = [integration, ...valuesOf(field(integration, 'responses'))].flatMap((one) => [
    ...valuesOf(field(one, 'requestTemplates')),
    ...valuesOf(field(one, 'responseTemplates')),
  ])
  const text = templates
    .filter((one) => typeof one === 'string')
    .join('\n')
    .replaceAll(COMMENT, '')
  const plain = [...text.matchAll(PLAIN)].map(([, single, double]) => single ?? double ?? '')
  const placed = [...text.matchAll(PLACED)].map(
    ([, place, single, double, bare]) => `${place}.${single ?? double ?? bare}`,
  )
  return { names: [...new Set([...plain.map(inPlace), ...placed])], all: ALL.test(text) }
}

const OF_HEADERS = /^(x-.*|accept(-.*)?|authorization|cookie|content-type|user-agent|origin|referer|host)$/i

/** By what such names are used for. */
function inPlace(name: string): string {
  return OF_HEADERS.test(name) ? `header.${name}` : `querystring.${name}`
}

function valuesOf(value: unknown): readonly unknown[] {
  return Object.values(isRecord(value) ? value : {})
}
