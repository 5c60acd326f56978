import { distance } from 'fastest-levenshtein'
import * as z from 'zod/mini'
import { ApigwCacheError } from '../../base/errors.js'
import { field, isRecord } from '../../base/json.js'
import { slipOf } from '../../base/near.js'
import { parseAccepted } from '../../exposure/accepted.js'
import { checkKeyNames, parseKey } from '../../gateway/key.js'
import type { MethodRef } from '../../gateway/method.js'
import { takeMethod } from '../../gateway/named-method.js'
import { parseApiReference } from '../../gateway/reference.js'
import { type Mistake, type ParsedFile, type Path, pathText } from './parse.js'
import { DOCUMENT, type DocumentData } from './schema.js'

export interface CheckedFile {
  readonly file: ParsedFile
  /** Null where there are mistakes. */
  readonly data: DocumentData | null
  /** Every mistake that shows without the other files. */
  readonly mistakes: readonly Mistake[]
}

export function checkedFile(file: ParsedFile): CheckedFile {
  if (file.data === null && file.mistakes.length > 0) return { file, data: null, mistakes: file.mistakes }
  const parsed = DOCUMENT.safeParse(file.data)
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => ofIssue(file, issue))
  const mistakes = once([...file.mistakes, ...issues, ...wordsIn(file)]).sort(
    (a, b) => a.line - b.line || a.column - b.column,
  )
  return { file, data: parsed.success && mistakes.length === 0 ? parsed.data : null, mistakes }
}

/** One value may be wrong in the same way twice. */
function once(mistakes: readonly Mistake[]): Mistake[] {
  const told = new Map(mistakes.map((one) => [`${one.line}:${one.column} ${one.path} ${one.message}`, one]))
  return [...told.values()]
}

const COMMENT = 'has a comment here: in YAML those begin with #, and JSON has none'

function ofIssue(file: ParsedFile, issue: z.core.$ZodIssue): readonly Mistake[] {
  if (issue.code !== 'unrecognized_keys') return [mistake(file, issue.path, issue.message)]
  return issue.keys.map((key) => {
    // In YAML the comment and the name behind it are one name.
    if (/^\/[/*]/.test(key))
      return { ...mistake(file, [...issue.path, key], COMMENT, 'key'), path: pathText(issue.path) }
    const names = namesAt(issue.path).toSorted((a, b) => distance(a, key) - distance(b, key))
    const near = slipOf(key, names)
    const known = near === null ? `known here: ${names.join(', ')}` : `did you mean ${near}?`
    return mistake(file, [...issue.path, key], `is unknown; ${known}`, 'key')
  })
}

/** The names that a mapping at this path may have. */
function namesAt(path: Path): readonly string[] {
  let schema: unknown = z.toJSONSchema(DOCUMENT, { target: 'draft-7' })
  for (const step of path) {
    schema =
      typeof step === 'number'
        ? field(schema, 'items')
        : (field(field(schema, 'properties'), String(step)) ?? field(schema, 'additionalProperties'))
  }
  const properties = field(schema, 'properties')
  return isRecord(properties) ? Object.keys(properties) : []
}

/** Methods, cache keys and APIs are words with a grammar of their own. */
function wordsIn(file: ParsedFile): readonly Mistake[] {
  return listOf(field(file.data, 'stages')).flatMap((stage, index) => {
    const path = ['stages', index]
    return [
      ...refusal(file, [...path, 'api'], () => {
        const api = field(stage, 'api')
        if (typeof api === 'string' && api !== '') requireOnePlace(api, stage)
      }),
      ...methodsIn(file, [...path, 'methods'], field(stage, 'methods')),
      ...listOf(field(stage, 'acceptUnkeyed')).flatMap((one, place) =>
        refusal(file, [...path, 'acceptUnkeyed', place, 'method'], () => {
          const method = field(one, 'method')
          if (typeof method === 'string' && method !== '') parseAccepted(method)
        }),
      ),
    ]
  })
}

/** An ARN or a URL says region and stage too. */
function requireOnePlace(api: string, stage: unknown): void {
  const reference = parseApiReference(api)
  for (const name of ['region', 'stage', 'account'] as const) {
    const [inApi, own] = [reference[name], field(stage, name)]
    if (inApi === null || typeof own !== 'string' || own === inApi) continue
    throw new ApigwCacheError('usage', 'two-places', `names ${name} ${inApi}, and the stage ${own}`)
  }
}

function methodsIn(file: ParsedFile, path: Path, methods: unknown): readonly Mistake[] {
  if (!isRecord(methods)) return []
  const seen = new Map<string, string>()
  return Object.entries(methods).flatMap(([name, method]) => {
    const place = [...path, name]
    const wrong = refusal(file, place, () => void methodOf(name), 'key')
    if (wrong.length > 0) return wrong
    const { method: verb, path: resource } = methodOf(name)
    const canonical = `${verb} ${resource}`
    const twin = seen.get(canonical)
    seen.set(canonical, name)
    const twice = twin === undefined ? [] : [mistake(file, place, `is the same method as "${twin}"`, 'key')]
    return [...twice, ...keysIn(file, [...place, 'keys'], methodOf(name), field(method, 'keys'))]
  })
}

function keysIn(file: ParsedFile, path: Path, method: MethodRef, keys: unknown): readonly Mistake[] {
  const seen = new Map<string, unknown>()
  return listOf(keys).flatMap((key, index) => {
    if (typeof key !== 'string' || key === '') return []
    return refusal(file, [...path, index], () => {
      const parsed = parseKey(key)
      checkKeyNames(method, [parsed])
      const twin = seen.get(parsed.parameter)
      seen.set(parsed.parameter, key)
      if (twin !== undefined) throw new ApigwCacheError('usage', 'key-twice', `is the same key as "${twin}"`)
    })
  })
}

/** Reads `GET /pets/{id}`. Errors: `usage`. */
export function methodOf(name: string): MethodRef {
  if (!name.includes('*')) return takeMethod([name]).ref
  throw new ApigwCacheError('usage', 'method-syntax', `"${name}" has a wildcard, which matches no method`, {
    hint: 'settings has the settings of all methods',
  })
}

function refusal(file: ParsedFile, path: Path, check: () => void, what?: 'key'): readonly Mistake[] {
  try {
    check()
    return []
  } catch (error) {
    if (!(error instanceof ApigwCacheError)) throw error
    const hint = error.hint === null ? '' : `; ${error.hint}`
    return [mistake(file, path, `${error.message}${hint}`, what)]
  }
}

function mistake(file: ParsedFile, path: Path, message: string, what?: 'key' | 'value'): Mistake {
  return { ...file.at(path, what), path: pathText(path), message }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
