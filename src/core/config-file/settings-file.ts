import { type Document, LineCounter, parseDocument } from 'yaml'
import * as z from 'zod/mini'
import { ApigwCacheError } from '../base/errors.js'
import { yamlContentProblem, yamlProblem } from '../base/yaml-problem.js'
import { problemOf } from './problem.js'

const text = z.optional(z.string())
const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'is not a day such as 2027-01-31'))
const path = z.string().check(z.regex(/^\//, 'is not a path such as /patients/**'))

/** An accepted finding of `doctor`. */
const IGNORED = z.strictObject({
  rule: z.string(),
  method: text,
  path: z.optional(path),
  reason: z.string().check(z.minLength(1, 'is empty')),
  until: z.optional(day),
})

const SCHEMA = z.strictObject({
  api: text,
  stage: text,
  // YAML reads twelve digits as a number unless they are quoted, and would drop a leading zero.
  account: text,
  region: text,
  profile: text,
  endpointUrl: text,
  output: text,
  rate: text,
  /** Owner of stages without a tag that says it. */
  managedBy: text,
  /** Price file that overrules this tool's prices. */
  prices: text,
  /** Paths with personal answers. */
  sensitive: z.optional(z.array(path)),
  doctor: z.optional(z.strictObject({ ignore: z.optional(z.array(IGNORED)) })),
})

/** Defaults for global options, from `apigw-cache.config.yaml` or `.json`. */
export type SettingsFile = z.infer<typeof SCHEMA>

/** Reads the config file; JSON is YAML too. Errors: `usage` with file, line and key. */
export function parseSettingsFile(path: string, source: string): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    throw new ApigwCacheError('usage', 'config-file-syntax', `${path}:${line}: ${yamlProblem(broken.code)}`)
  }
  const parsed = SCHEMA.safeParse(contentOf(path, document) ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const place = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].map(String)
  const line = lines.linePos(offsetOf(document, place)).line
  const there = place.length === 0 || document.hasIn(place)
  const what = unknown === undefined ? `${nameOf(place)} ${problemOf(issue, there)}` : `unknown key ${nameOf(place)}`
  throw new ApigwCacheError('usage', 'config-file', `${path}:${line}: ${what}`, {
    hint: `keys are ${Object.keys(SCHEMA.shape).join(', ')}; quote numbers`,
  })
}

/** An alias in an alias, again and again, would fill the memory. */
function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new ApigwCacheError('usage', 'config-file-syntax', `${path}: ${yamlContentProblem(cause)}`, {
      cause,
    })
  }
}

/** Where a key of the file stands, for people: `apigw-cache.config.yaml:3`. */
export function placeOf(path: string, source: string, key: string): string {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  return `${path}:${lines.linePos(offsetOf(document, [key])).line}`
}

/** Offset of the innermost existing node, as a missing key has no position. */
function offsetOf(document: Document, place: readonly string[]): number {
  for (let length = place.length; length > 0; length--) {
    const node: unknown = document.getIn(place.slice(0, length), true)
    const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined
    if (Array.isArray(range)) return Number(range[0])
  }
  return 0
}

function nameOf(place: readonly string[]): string {
  return place.length === 0 ? 'the file' : `"${place.join('.')}"`
}
