import { headerValues } from '../../http/headers.js'
import { own } from '../../http/own.js'
import type { Call } from '../call.js'
import { isSeen } from '../caller-headers.js'
import { dig } from './body-path.js'
import { contextValue } from './context.js'

/** Reads one value of a call; undefined where the call has none. */
export type Source = (call: Call) => string | undefined

/** Chooses from several values of one name. */
export type MultiValue = 'last' | 'first' | 'joined'

/** Reads every value of a call. */
type Sources = (call: Call) => readonly string[]

const EXPRESSION =
  /^(method\.request\.(?:path|(?:multivalue)?(?:querystring|header)|body)|stageVariables|context)(?:\.(.+))?$/s

/** Compiles a mapping expression, such as `method.request.querystring.type`, `'literal'` or `context.stage`. */
export function compileSource(expression: string, multiValue: MultiValue = 'last'): Source {
  const [, kind = '', name = ''] = EXPRESSION.exec(expression) ?? []
  const several = manyReaders[kind]?.(name)
  if (several) return (call) => choose(several(call), multiValue)
  if (/^'.*'$/s.test(expression)) {
    const literal = expression.slice(1, -1)
    return () => literal
  }
  return readers[kind]?.(name) ?? (() => undefined)
}

/** Like `compileSource`, but gives all values of a `multivalue` parameter. */
export function compileSources(expression: string): Sources {
  const [, kind = '', name = ''] = EXPRESSION.exec(expression) ?? []
  const several = kind.includes('multivalue') ? manyReaders[kind]?.(name) : undefined
  if (several) return several
  const one = compileSource(expression)
  return (call) => {
    const value = one(call)
    return value === undefined ? [] : [value]
  }
}

const query = (name: string): Sources => {
  return (call) => call.query.filter(([key]) => key === name).map(([, value]) => value)
}
const header = (name: string): Sources => {
  const lower = name.toLowerCase()
  return isSeen(lower) ? (call) => headerValues(call.request.rawHeaders, lower) : () => []
}

const manyReaders: Readonly<Record<string, (name: string) => Sources>> = {
  'method.request.querystring': query,
  'method.request.multivaluequerystring': query,
  'method.request.header': header,
  'method.request.multivalueheader': header,
}

const readers: Readonly<Record<string, (name: string) => Source>> = {
  'method.request.path': (name) => (call) => own(call.pathParameters, name),
  'method.request.body': (path) => (path === '' ? (call) => call.bodyText : (call) => dig(call.bodyText, path)),
  stageVariables: (name) => (call) => own(call.stageVariables, name),
  context: (name) => (call) => contextValue(call, name),
}

function choose(values: readonly string[], multiValue: MultiValue): string | undefined {
  if (values.length < 2 || multiValue === 'first') return values[0]
  return multiValue === 'last' ? values.at(-1) : values.join(',')
}
