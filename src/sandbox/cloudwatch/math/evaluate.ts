import { notEmulated } from '../failure.js'
import { aggregate, isAggregate } from './aggregates.js'
import { ARRAY_FUNCTIONS } from './arrays.js'
import { conditional } from './condition.js'
import { CALENDAR, ELEMENTWISE } from './elementwise.js'
import { type Filler, filled } from './fill.js'
import { operate } from './operators.js'
import { eachSeries, isArray, isSeries, type TimeSeries, type Value } from './series.js'
import { ExpressionError, type Node } from './syntax.js'

/** What an expression may refer to. */
export interface Scope {
  /** The value of another query. */
  named(id: string): Value
  /** The metrics of the request, or those with this text in their id. */
  metrics(part: string): readonly TimeSeries[]
  /** Of a metric, in milliseconds; null where the id is none of a metric. */
  periodOf(id: string): number | null
  /** The times at which a series of this period may have a value. */
  times(periodMs: number): readonly number[]
  /** For what has no period of its own. */
  readonly periodMs: number
  search(expression: string, statistic: string, periodSeconds: number | undefined): readonly TimeSeries[]
}

export function evaluate(node: Node, scope: Scope): Value {
  switch (node.kind) {
    case 'number':
      return node.value
    case 'text':
      throw new ExpressionError(`The text '${node.value}' cannot stand here`)
    case 'name':
      return scope.named(node.name)
    case 'list':
      return node.members.flatMap((member) => arrayOf(evaluate(member, scope)))
    case 'negated':
      return operate('*', evaluate(node.operand, scope), -1)
    case 'operation':
      return operate(node.operator, evaluate(node.left, scope), evaluate(node.right, scope))
    case 'call':
      return called(node, scope)
  }
}

/** What AWS's metric math has besides. */
const NOT_EMULATED = ['ANOMALY_DETECTION_BAND', 'DB_PERF_INSIGHTS', 'INSIGHT_RULE_METRIC', 'LAMBDA', 'SERVICE_QUOTA']

type Call = Extract<Node, { kind: 'call' }>

function called(call: Call, scope: Scope): Value {
  const { name, args } = call
  const [first] = args
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined
  if (special) return special(call, scope)
  const own = Object.hasOwn(ARRAY_FUNCTIONS, name) ? ARRAY_FUNCTIONS[name] : undefined
  const elementwise = Object.hasOwn(ELEMENTWISE, name) ? ELEMENTWISE[name] : undefined
  const calendar = Object.hasOwn(CALENDAR, name) ? CALENDAR[name] : undefined
  if (NOT_EMULATED.includes(name)) throw notEmulated(`the function ${name} of metric math`)
  if (!(own || elementwise || calendar || isAggregate(name))) {
    throw new ExpressionError(`Function '${name}' not found`)
  }
  if (!first) throw new ExpressionError(`${name} needs an argument`)
  const value = evaluate(first, scope)
  if (own) return own(value, args.slice(1), (node) => evaluate(node, scope))
  if (args.length > 1) throw new ExpressionError(`${name} takes one argument, but there are ${args.length}`)
  if (elementwise) return eachSeries(value, elementwise)
  if (calendar) {
    return eachSeries(value, ({ label, periodMs }) => ({
      label,
      periodMs,
      values: new Map(scope.times(periodMs).map((atMs) => [atMs, calendar(atMs)])),
    }))
  }
  return aggregate(name, value)
}

const SPECIAL: Readonly<Record<string, (call: Call, scope: Scope) => Value>> = {
  METRICS: ({ args }, scope) => scope.metrics(args[0] ? textOf(args[0]) : ''),
  PERIOD: ({ args: [of] }, scope) => {
    const periodMs = of?.kind === 'name' ? scope.periodOf(of.name) : null
    if (periodMs === null) throw new ExpressionError('PERIOD takes the id of a metric')
    return periodMs / 1000
  },
  IF: ({ args: [condition, yes, no, ...more] }, scope) => {
    if (!condition || !yes || more.length > 0) throw new ExpressionError('IF takes two or three arguments')
    return conditional(evaluate(condition, scope), evaluate(yes, scope), no ? evaluate(no, scope) : undefined)
  },
  FILL: ({ args: [of, filler, ...more] }, scope) => {
    if (!of || !filler || more.length > 0) throw new ExpressionError('FILL takes two arguments')
    const by = fillerFrom(filler, scope)
    return eachSeries(evaluate(of, scope), (series) => filled(series, by, scope.times(series.periodMs)))
  },
  TIME_SERIES: ({ args: [of] }, scope) => {
    const value = of ? evaluate(of, scope) : undefined
    if (typeof value !== 'number') throw new ExpressionError('TIME_SERIES takes a scalar')
    const times = Number.isFinite(value) ? scope.times(scope.periodMs) : []
    return {
      label: 'TIME_SERIES',
      periodMs: scope.periodMs,
      values: new Map(times.map((atMs) => [atMs, value])),
    }
  },
  SEARCH: ({ args: [expression, statistic, period] }, scope) => {
    if (!expression || !statistic) throw new ExpressionError('SEARCH takes an expression, a statistic and a period')
    const seconds = period ? evaluate(period, scope) : undefined
    if (seconds !== undefined && typeof seconds !== 'number')
      throw new ExpressionError('The period of SEARCH is a number')
    return scope.search(textOf(expression), textOf(statistic), seconds)
  },
}

function fillerFrom(node: Node, scope: Scope): Filler {
  if (node.kind === 'name' && (node.name === 'REPEAT' || node.name === 'LINEAR')) return node.name
  const value = evaluate(node, scope)
  if (isArray(value)) throw new ExpressionError('FILL takes no array to fill with')
  return value
}

function textOf(node: Node): string {
  if (node.kind !== 'text') throw new ExpressionError('A text in quotes is needed')
  return node.value
}

function arrayOf(value: Value): readonly TimeSeries[] {
  if (isArray(value)) return value
  if (isSeries(value)) return [value]
  throw new ExpressionError('A list has time series as its members')
}
