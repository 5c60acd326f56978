import { badRequest, notFound, validation } from '../http/errors.js'
import { unescapeToken } from '../http/json.js'
import { put } from '../http/own.js'
import { type Input, missing, notInEnum } from './input.js'

const OPS = ['add', 'remove', 'move', 'test', 'replace', 'copy'] as const
type PatchOp = (typeof OPS)[number]

export interface PatchOperation {
  readonly op: PatchOp
  readonly path: string
  readonly value: string | undefined
  readonly from: string | undefined
}

/** The patch operations of a request. Throws one refusal that names all unknown operations, and what else is wrong. */
export function readPatch(body: Input, others: readonly string[] = []): readonly PatchOperation[] {
  const problems = [...others]
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

/** By `replace /name`, or `add /requestParameters/*`, which gets the last token as the key; `/**` stands for several. */
export type PatchRules = Readonly<Record<string, (value: string | undefined, key: string) => void>>

/** Applies operations in order; refuses those that have no rule, some services with the `listed` paths. */
export function applyRules(
  operations: readonly PatchOperation[],
  rules: PatchRules,
  refusing: 'plainly' | 'listed' = 'plainly',
): void {
  for (const { op, path, value } of operations) {
    const [field = '', ...rest] = path.split('/').slice(1).map(unescapeToken)
    const key = rest.join('/')
    const shapes = key === '' ? [''] : rest.length === 1 ? ['/*', '/**'] : ['/**']
    const names = shapes.map((shape) => `/${field}${shape}`)
    const rule = names.map((name) => rules[`${op} ${name}`]).find((found) => found)
    if (!rule) throw refusing === 'listed' ? listedRefusal(op, path, rules) : plainRefusal(path, names, rules)
    rule(value, key)
  }
}

/** A path that there is names the operations that it takes. */
function plainRefusal(path: string, names: readonly string[], rules: PatchRules): Error {
  const ops = OPS.filter((op) => names.some((name) => Object.hasOwn(rules, `${op} ${name}`)))
  if (ops.length === 0) return badRequest(`Invalid patch path ${path || 'null'}`)
  return badRequest(`Invalid patch operation specified. Must be one of: [${ops.join(', ')}]`)
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

/**
 * Adds, replaces and removes entries of a map: `/requestTemplates/application~1json`. With a refusal, what is
 * replaced or removed has to be there.
 */
export function mapRules<T>(
  field: string,
  map: Record<string, T>,
  read: (value: string | undefined, key: string) => T,
  refusal?: string,
): PatchRules {
  const check = (key: string) => {
    if (refusal !== undefined && !Object.hasOwn(map, key)) throw notFound(refusal)
  }
  return {
    [`add /${field}/*`]: (value, key) => {
      put(map, key, read(value, key))
    },
    [`replace /${field}/*`]: (value, key) => {
      check(key)
      put(map, key, read(value, key))
    },
    [`remove /${field}/*`]: (_, key) => {
      check(key)
      delete map[key]
    },
  }
}

function listedRefusal(op: string, path: string, rules: PatchRules): Error {
  const paths = Object.keys(rules)
    .filter((rule) => rule.startsWith(`${op} `))
    .map((rule) => rule.slice(op.length + 1))
  const hint = paths.length > 0 ? `Must be one of: [${paths.join(', ')}]` : 'Please choose supported operations'
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${hint}`)
}

export const textOf: Read<string> = (value) => value ?? ''
export const textOrNull: Read<string | null> = (value) => value ?? null
/** Empty text unsets the field. */
export const filledOrNull: Read<string | null> = (value) => value || null
export const numberOf: Read<number> = (value) => Number(value || Number.NaN)

/** One of the values that there are. */
export function knownOf<T extends string>(values: readonly T[], value: string | undefined, what: string): T {
  const found = values.find((one) => one === value)
  if (!found) throw badRequest(`Invalid ${what} specified`)
  return found
}

export function booleanOf(value: string | undefined): boolean {
  const text = value?.toLowerCase()
  if (text !== 'true' && text !== 'false') {
    throw badRequest(`Invalid boolean value specified: ${value ?? 'null'}`)
  }
  return text === 'true'
}
