import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod/mini'
import { ToolError } from '../errors.js'

const text = z.optional(z.string())

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
  /** Who owns the stages, where no tag says it. */
  managedBy: text,
})

/** Defaults for global options, from `apigw-cache.config.yaml` or `.json`. */
export type SettingsFile = z.infer<typeof SCHEMA>

/** JSON is YAML too. Errors: `usage` with file, line and key. */
export function parseSettingsFile(path: string, source: string): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    throw new ToolError('usage', `${path}:${line}: ${broken.code.toLowerCase().replaceAll('_', ' ')}`)
  }
  const parsed = SCHEMA.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]
  const node = key === undefined ? undefined : document.get(String(key), true)
  const offset = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  const line = Array.isArray(offset) ? lines.linePos(Number(offset[0])).line : 1
  const what =
    issue?.code === 'unrecognized_keys' ? `unknown key "${String(key)}"` : `"${String(key)}" is not a text`
  throw new ToolError('usage', `${path}:${line}: ${what}`, {
    hint: `keys are ${Object.keys(SCHEMA.shape).join(', ')}; quote numbers`,
  })
}
