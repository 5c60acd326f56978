import { areEqual, textOf } from './values.js'

type Operator = (left: unknown, right: unknown) => unknown

/** Undefined where Velocity has no result, such as for a division by zero. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': (left, right) =>
    typeof left === 'string' || typeof right === 'string'
      ? textOf(left) + textOf(right)
      : numbers(left, right, (a, b) => a + b),
  '-': (left, right) => numbers(left, right, (a, b) => a - b),
  '*': (left, right) => numbers(left, right, (a, b) => a * b),
  '/': (left, right) => numbers(left, right, divide),
  '%': (left, right) => numbers(left, right, (a, b) => (b === 0 ? undefined : a % b)),
  '==': areEqual,
  '!=': (left, right) => !areEqual(left, right),
  '<': (left, right) => numbers(left, right, (a, b) => a < b) ?? false,
  '<=': (left, right) => numbers(left, right, (a, b) => a <= b) ?? false,
  '>': (left, right) => numbers(left, right, (a, b) => a > b) ?? false,
  '>=': (left, right) => numbers(left, right, (a, b) => a >= b) ?? false,
}

export function operate(operator: string, left: unknown, right: unknown): unknown {
  return OPERATORS[operator]?.(left, right)
}

function numbers<T>(left: unknown, right: unknown, of: (a: number, b: number) => T): T | undefined {
  return typeof left === 'number' && typeof right === 'number' ? of(left, right) : undefined
}

/** Whole numbers stay whole, as in Java. */
function divide(a: number, b: number): number | undefined {
  if (b === 0) return undefined
  return Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b
}
