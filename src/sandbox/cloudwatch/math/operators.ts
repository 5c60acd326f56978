import { combined, isArray, isSeries, mapped, type TimeSeries, type Value } from './series.js'
import { ExpressionError, type Operator } from './syntax.js'

const FUNCTIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
}

export function operate(operator: Operator, left: Value, right: Value): Value {
  const of = FUNCTIONS[operator]
  if (isArray(left) && isArray(right)) {
    throw new ExpressionError(`Unsupported operand type(s) for ${operator}: '[Array, Array]'`)
  }
  if (isArray(left)) return left.map((member) => pair(of, member, single(right)))
  if (isArray(right)) {
    return right.map((member) => ({ ...pair(of, single(left), member), label: member.label }))
  }
  if (typeof left === 'number' && typeof right === 'number') return of(left, right)
  return pair(of, left, right)
}

function pair(
  of: (left: number, right: number) => number,
  left: number | TimeSeries,
  right: number | TimeSeries,
): TimeSeries {
  if (typeof left !== 'number') {
    return typeof right === 'number' ? mapped(left, (value) => of(value, right)) : combined(left, right, of)
  }
  if (typeof right !== 'number') return mapped(right, (value) => of(left, value))
  throw new ExpressionError('two scalars make no time series')
}

function single(value: Value): number | TimeSeries {
  if (typeof value === 'number' || isSeries(value)) return value
  throw new ExpressionError('an array cannot stand here')
}
