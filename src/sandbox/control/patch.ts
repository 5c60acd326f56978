import { badRequest, validation } from '../http/errors.js'
import { type Input, notInEnum } from './input.js'

const OPS = ['add', 'remove', 'move', 'test', 'replace', 'copy'] as const
type PatchOp = (typeof OPS)[number]

export interface PatchOperation {
  readonly op: PatchOp
  readonly path: string
  readonly value: string | undefined
  readonly from: string | undefined
}

/** The patch operations of a request; all that are malformed are complained about at once. */
export function readPatch(body: Input): readonly PatchOperation[] {
  const problems: string[] = []
  const operations = body.objects('patchOperations').map((operation): PatchOperation => {
    const op = operation.string('op')
    const known = OPS.find((name) => name === op)
    if (!known) problems.push(opProblem(op, operation.pathOf('op')))
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

/** The reference tokens of a JSON pointer, decoded. */
function tokensOf(path: string): readonly string[] {
  return path.split('/').slice(1).map(unescapeToken)
}

export function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** What to do for `replace /name`, or `add /requestParameters/*` with the last token as the key. */
export type PatchRules = Readonly<Record<string, (value: string | undefined, key: string) => void>>

/** Applies operations in order by the rules' table; any other is refused. */
export function applyRules(operations: readonly PatchOperation[], rules: PatchRules): void {
  for (const { op, path, value } of operations) {
    const [field = '', ...rest] = tokensOf(path)
    const key = rest.join('/')
    const rule = rules[`${op} /${field}${key ? '/*' : ''}`]
    if (!rule) throw invalidPath(op, path, rules)
    rule(value, key)
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

function opProblem(op: string | undefined, path: string): string {
  return op === undefined
    ? `Value null at '${path}' failed to satisfy constraint: Member must not be null`
    : notInEnum(op, path, OPS)
}

/** A boolean as patches spell it. */
export function booleanOf(value: string | undefined): boolean {
  const text = value?.toLowerCase()
  if (text !== 'true' && text !== 'false') {
    throw badRequest(`Invalid boolean value specified: ${value ?? 'null'}`)
  }
  return text === 'true'
}
