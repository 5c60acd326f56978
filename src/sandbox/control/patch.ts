import { badRequest, validation } from '../http/errors.js'
import { unescapeToken } from '../http/json.js'
import { type Input, missing, notInEnum } from './input.js'

const OPS = ['add', 'remove', 'move', 'test', 'replace', 'copy'] as const
type PatchOp = (typeof OPS)[number]

export interface PatchOperation {
  readonly op: PatchOp
  readonly path: string
  readonly value: string | undefined
  readonly from: string | undefined
}

/** The patch operations of a request. Throws one refusal that names all unknown operations. */
export function readPatch(body: Input): readonly PatchOperation[] {
  const problems: string[] = []
  const operations = body.objects('patchOperations').map((operation): PatchOperation => {
    const op = operation.string('op')
    const known = OPS.find((name) => name === op)
    const path = operation.pathOf('op')
    if (!known) problems.push(op === undefined ? missing(path) : notInEnum(op, path, OPS))
    return {
      op: known ?? 'test',
      path: operation.string('path') ?? '',
      value: operation.string('value'),
      from: operation.string('from'),
    }
  })
  if (problems.length > 0) throw validation(problems)
  return operations
}

/** By `replace /name`, or `add /requestParameters/*`, which gets the last token as the key. */
export type PatchRules = Readonly<Record<string, (value: string | undefined, key: string) => void>>

/** Applies operations in order; refuses those that have no rule. */
export function applyRules(operations: readonly PatchOperation[], rules: PatchRules): void {
  for (const { op, path, value } of operations) {
    const [field = '', ...rest] = path.split('/').slice(1).map(unescapeToken)
    const key = rest.join('/')
    const rule = rules[`${op} /${field}${key ? '/*' : ''}`]
    if (!rule) throw invalidPath(op, path, rules)
    rule(value, key)
  }
}

type Read<T> = (value: string | undefined) => T

/** Replaces fields of a draft: `/description`. */
export function fieldRules<T extends object>(
  draft: T,
  fields: { readonly [Name in keyof T]?: Read<T[Name]> },
): PatchRules {
  const rules: Record<string, (value: string | undefined) => void> = {}
  for (const name in fields) {
    const read = fields[name]
    rules[`replace /${name}`] = (value) => {
      if (read) draft[name] = read(value)
    }
  }
  return rules
}

/** Adds, replaces and removes entries of a map: `/requestTemplates/application~1json`. */
export function mapRules<T>(
  field: string,
  map: Record<string, T>,
  read: (value: string | undefined, key: string) => T,
): PatchRules {
  const set: PatchRules[string] = (value, key) => {
    map[key] = read(value, key)
  }
  return {
    [`add /${field}/*`]: set,
    [`replace /${field}/*`]: set,
    [`remove /${field}/*`]: (_, key) => {
      delete map[key]
    },
  }
}

function invalidPath(op: string, path: string, rules: PatchRules): Error {
  const paths = Object.keys(rules)
    .filter((rule) => rule.startsWith(`${op} `))
    .map((rule) => rule.slice(op.length + 1))
  const hint =
    paths.length > 0 ? `Must be one of: [${paths.join(', ')}]` : 'Please choose supported operations'
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${hint}`)
}

export const textOf: Read<string> = (value) => value ?? ''
export const textOrNull: Read<string | null> = (value) => value ?? null
/** Empty text unsets the field. */
export const filledOrNull: Read<string | null> = (value) => value || null
export const numberOf: Read<number> = (value) => Number(value || Number.NaN)

export function booleanOf(value: string | undefined): boolean {
  const text = value?.toLowerCase()
  if (text !== 'true' && text !== 'false') {
    throw badRequest(`Invalid boolean value specified: ${value ?? 'null'}`)
  }
  return text === 'true'
}
