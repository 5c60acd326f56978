import { ApigwCacheError } from '../base/errors.js'
import { CLUSTER_STATUSES, type ClusterStatus } from '../gateway/model.js'

const COMPARE = {
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
  '!=': (a: Value, b: Value) => a !== b,
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '=': (a: Value, b: Value) => a === b,
} as const

const NUMBERS = ['hits', 'misses', 'requests', 'ratio', 'monthlyUsd', 'latencyMs'] as const

type Value = number | string

/** What a condition can be about; null where it is not known. */
export type ConditionFigures = Readonly<
  Record<(typeof NUMBERS)[number], number | null> & { status: ClusterStatus | null }
>

/** A figure of a status against a value: what `--fail-if` says. */
export interface Condition {
  readonly figure: keyof ConditionFigures
  readonly operator: keyof typeof COMPARE
  readonly value: Value
}

/** `ratio<0.6`, `requests = 0`, `ratio < 60%`, `status!=AVAILABLE`, `monthlyUsd>500`. Errors: `usage`. */
export function parseCondition(text: string): Condition {
  const [, figure = '', operator, given = ''] =
    /^\s*([A-Za-z]+)\s*(<=|>=|!=|<|>|=)\s*(\S+(?:\s*%)?)\s*$/.exec(text) ?? []
  const number = NUMBERS.find((one) => one === figure)
  if (isOperator(operator)) {
    if (figure === 'status') return statusCondition(operator, given, text)
    if (number) return numberCondition(number, operator, given, text)
  }
  throw wrong(text)
}

function statusCondition(operator: Condition['operator'], given: string, text: string): Condition {
  const status = CLUSTER_STATUSES.find((one) => one === given.toUpperCase())
  if (status && (operator === '=' || operator === '!=')) return { figure: 'status', operator, value: status }
  throw wrong(text, `status = or != one of ${CLUSTER_STATUSES.join(', ')}`)
}

function numberCondition(
  figure: (typeof NUMBERS)[number],
  operator: Condition['operator'],
  given: string,
  text: string,
): Condition {
  const [, number, percent] = /^(\d+(?:\.\d+)?)\s*(%)?$/.exec(given) ?? []
  if (number === undefined || (percent && figure !== 'ratio')) throw wrong(text)
  const value = percent ? Number(number) / 100 : Number(number)
  if (figure !== 'ratio' || value <= 1) return { figure, operator, value }
  throw new ApigwCacheError('usage', 'condition-value', `a ratio is never ${value}`, {
    hint: "from 0 to 1, or in percent: 'ratio<60%'",
  })
}

function wrong(
  text: string,
  hint = `${NUMBERS.join(', ')} or status, then < <= > >= = or !=, then a value: 'ratio<0.6'`,
): ApigwCacheError {
  return new ApigwCacheError('usage', 'condition-syntax', `"${text}" is not a condition`, { hint })
}

/** Splits off the conditions that hold, and those whose figure is not known. PURE. */
export function judge(
  conditions: readonly Condition[],
  figures: ConditionFigures,
): { readonly met: readonly Condition[]; readonly unknown: readonly Condition[] } {
  return {
    met: conditions.filter((one) => holds(one, figures[one.figure])),
    unknown: conditions.filter(({ figure }) => figures[figure] === null),
  }
}

function holds({ operator, value }: Condition, found: Value | null): boolean {
  if (operator === '=' || operator === '!=') return found !== null && COMPARE[operator](found, value)
  return typeof found === 'number' && typeof value === 'number' && COMPARE[operator](found, value)
}

function isOperator(text: string | undefined): text is Condition['operator'] {
  return text !== undefined && Object.hasOwn(COMPARE, text)
}
