import { parseJson } from '../http/json.js'
import { own } from '../http/own.js'
import { invalidParameter } from './failure.js'

export type Matches = (message: string) => boolean

const CONDITION = /^\$\.([\w-]+(?:\.[\w-]+|\[\d+\])*)\s*(>=|<=|!=|=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"()]+))$/

/** Terms, or conditions on JSON. Whatever else CloudWatch Logs knows is refused. */
export function compilePattern(pattern: string): Matches {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return conditions(text)
  if (text.startsWith('[')) throw notEmulated('patterns of fields between spaces ([…])')
  return terms(text)
}

/** All that have no sign, none of those after `-`, and one of those after `?`. */
function terms(text: string): Matches {
  const found = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)].map(
    ([, sign = '', quoted, plain = '']) => ({ sign, term: quoted?.replaceAll(/\\(.)/g, '$1') ?? plain }),
  )
  if (found.some(({ term }) => /^%.*%$/.test(term))) throw notEmulated('regular expressions (%…%)')
  const of = (sign: string) => found.filter((one) => one.sign === sign).map(({ term }) => term)
  const [needed, excluded, optional] = [of(''), of('-'), of('?')]
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    // Beside a term that has to be there, one that may be is ignored.
    (needed.length > 0 || optional.length === 0 || optional.some((term) => message.includes(term)))
}

/** `{ $.a = 1 && $.b = "x*" || $.c > 2 }`. */
function conditions(text: string): Matches {
  const inner = /^\{(.*)\}$/s.exec(text)?.[1]
  if (inner === undefined) throw invalidParameter('Invalid filter pattern')
  const anyOf = inner.split('||').map((all) => all.split('&&').map((one) => condition(one.trim())))
  return (message) => {
    const json = parseJson(message)
    return anyOf.some((all) => all.every((holds) => holds(json)))
  }
}

function condition(text: string): (json: unknown) => boolean {
  const [, path = '', operator = '', quoted, plain = ''] = CONDITION.exec(text) ?? []
  if (path === '' || /^%.*%$/.test(plain)) {
    throw notEmulated(`the condition ${JSON.stringify(text)}: it takes $.field, one of = != < > <= >=, and a value`)
  }
  const wanted = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain
  const names = path.split(/[.[\]]+/).filter((name) => name !== '')
  const compare = comparison(operator, wanted)
  return (json) => {
    const found = names.reduce(fieldOf, json)
    return found !== undefined && compare(found)
  }
}

function comparison(operator: string, wanted: string): (found: unknown) => boolean {
  if (operator === '=') return (found) => equals(found, wanted)
  if (operator === '!=') return (found) => !equals(found, wanted)
  const bound = Number(wanted)
  if (Number.isNaN(bound)) throw invalidParameter(`Invalid filter pattern: ${wanted} is no number`)
  return (found) => {
    if (typeof found !== 'number') return false
    if (operator === '<') return found < bound
    if (operator === '>') return found > bound
    return operator === '<=' ? found <= bound : found >= bound
  }
}

/** A `*` in the pattern stands for any characters. */
function equals(found: unknown, wanted: string): boolean {
  if (typeof found === 'object') return found === null && wanted === 'null'
  if (typeof found === 'number') return found === Number(wanted)
  const text = String(found)
  const [first = '', ...rest] = wanted.split('*')
  const last = rest.pop()
  if (last === undefined) return text === wanted
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const next = text.indexOf(part, at)
    if (next < 0) return false
    at = next + part.length
  }
  return at <= text.length - last.length
}

function fieldOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined
  return typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, name) : undefined
}

function notEmulated(what: string) {
  return invalidParameter(`the sandbox does not emulate ${what}`)
}
