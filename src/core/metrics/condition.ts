import { ApigwCacheError } from '../base/errors.js'
import type { Metrics } from './report.js'

const COMPARE = {
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '=': (a: number, b: number) => a === b,
} as const

/** A figure of a window against a number: what `--fail-if` says. */
export interface Condition {
  readonly figure: 'hits' | 'misses' | 'requests' | 'ratio'
  readonly operator: keyof typeof COMPARE
  readonly value: number
}

/** `ratio<0.6`, `requests = 0`, `ratio < 60%`. Errors: `usage`. */
export function parseCondition(text: string): Condition {
  const [, figure, operator, number, percent] =
    /^\s*(hits|misses|requests|ratio)\s*(<=|>=|!=|<|>|=)\s*(\d+(?:\.\d+)?)\s*(%)?\s*$/.exec(text) ?? []
  if (!isFigure(figure) || !isOperator(operator) || (percent && figure !== 'ratio')) {
    throw new ApigwCacheError('usage', 'condition-syntax', `"${text}" is not a condition`, {
      hint: "hits, misses, requests or ratio, then < <= > >= = or !=, then a number: 'ratio<0.6'",
    })
  }
  const value = percent ? Number(number) / 100 : Number(number)
  if (figure !== 'ratio' || value <= 1) return { figure, operator, value }
  throw new ApigwCacheError('usage', 'condition-value', `a ratio is never ${value}`, {
    hint: "from 0 to 1, or in percent: 'ratio<60%'",
  })
}

/** Splits off the conditions that hold, and those whose figure is not known. PURE. */
export function judge(
  conditions: readonly Condition[],
  metrics: Pick<Metrics, Condition['figure']>,
): { readonly met: readonly Condition[]; readonly unknown: readonly Condition[] } {
  return {
    met: conditions.filter(({ figure, operator, value }) => {
      const found = metrics[figure]
      return found !== null && COMPARE[operator](found, value)
    }),
    unknown: conditions.filter(({ figure }) => metrics[figure] === null),
  }
}

function isFigure(text: string | undefined): text is Condition['figure'] {
  return text === 'hits' || text === 'misses' || text === 'requests' || text === 'ratio'
}

function isOperator(text: string | undefined): text is Condition['operator'] {
  return text !== undefined && Object.hasOwn(COMPARE, text)
}
