import { own } from '../../http/own.js'
import { listAt, type Scope, textAt, wrong } from './scope.js'
import { substituted } from './substitute.js'

/** The value with its functions carried out; undefined for `AWS::NoValue`. Throws an Error that names the place. */
export function resolve(value: unknown, scope: Scope, at: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => resolve(item, scope, `${at}[${index}]`)).filter((item) => item !== undefined)
  }
  if (typeof value !== 'object' || value === null) return value
  const entries: [string, unknown][] = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first && isFunction(first[0])) {
    const run = own(FUNCTIONS, first[0])
    if (!run) throw wrong(at, `${first[0]} is not emulated`)
    return run(first[1], scope, `${at}.${first[0]}`)
  }
  const beside = entries.find(([name]) => name.startsWith('Fn::'))
  if (beside) throw wrong(at, `${beside[0]} has to stand alone`)
  return Object.fromEntries(
    entries.flatMap(([name, inner]) => {
      const resolved = resolve(inner, scope, `${at}.${name}`)
      return resolved === undefined ? [] : [[name, resolved]]
    }),
  )
}

function isFunction(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::')
}

const MOST_PARTS = 100_000
/** What an item of a list takes beside its text. */
const ITEM_CHARACTERS = 16

type Run = (value: unknown, scope: Scope, at: string) => unknown

const FUNCTIONS: Readonly<Record<string, Run>> = {
  Ref: (value, scope, at) => {
    const name = textAt(value, at)
    if (name === 'AWS::NoValue') return undefined
    const found = scope.reference(name, at)
    if (Array.isArray(found)) scope.spend(found.length * ITEM_CHARACTERS, at)
    return found
  },
  'Fn::GetAtt': (value, scope, at) => {
    const [name = '', ...rest] =
      typeof value === 'string' ? value.split('.') : listAt(value, at).map((part) => resolvedText(part, scope, at))
    if (rest.length === 0) throw wrong(at, 'names no attribute')
    return scope.attribute(name, rest.join('.'), at)
  },
  'Fn::Sub': (value, scope, at) => {
    const [text, given] = Array.isArray(value) ? value : [value, {}]
    const names = Object.entries(Object(given)).map(([name, inner]): [string, string] => [
      name,
      resolvedText(inner, scope, `${at}.${name}`),
    ])
    return substituted(textAt(text, at), new Map(names), scope, at)
  },
  'Fn::Join': (value, scope, at) => {
    const [separator, parts] = listAt(value, at)
    const texts = listAt(resolve(parts, scope, at), at)
    const between = textAt(separator, at)
    const joined = texts.map((text, index) => {
      const part = textAt(text, `${at}[1][${index}]`)
      scope.spend(part.length + between.length, at)
      return part
    })
    return joined.join(between)
  },
  'Fn::Split': (value, scope, at) => {
    const [separator, text] = listAt(value, at)
    const parts = resolvedText(text, scope, at).split(textAt(separator, at), MOST_PARTS + 1)
    if (parts.length > MOST_PARTS) throw wrong(at, `gives more than ${MOST_PARTS} parts`)
    scope.spend(parts.length * ITEM_CHARACTERS, at)
    return parts
  },
  'Fn::Select': (value, scope, at) => {
    const [index, from] = listAt(value, at)
    const list = listAt(resolve(from, scope, at), at)
    const number = Number(resolvedText(index, scope, at))
    if (Number.isInteger(number) && number >= 0 && number < list.length) return list[number]
    throw wrong(at, `cannot select index ${number} of ${list.length}`)
  },
  'Fn::If': (value, scope, at) => {
    const branches = listAt(value, at)
    if (branches.length !== 3) throw wrong(at, 'takes a condition and two values')
    const [condition, then, otherwise] = branches
    return scope.holds(textAt(condition, at), at) ? resolve(then, scope, at) : resolve(otherwise, scope, at)
  },
  'Fn::FindInMap': (value, scope, at) => {
    const [map, first, second, more] = listAt(value, at)
    const keys = [resolvedText(first, scope, at), resolvedText(second, scope, at)] as const
    const found = scope.mapped(resolvedText(map, scope, at), keys, at)
    if (found !== undefined) return found
    const otherwise: unknown = Object(more).DefaultValue
    if (otherwise !== undefined) return resolve(otherwise, scope, at)
    throw wrong(at, `the mapping has no ${keys.join('.')}`)
  },
  'Fn::Base64': (value, scope, at) => {
    const encoded = Buffer.from(resolvedText(value, scope, at)).toString('base64')
    scope.spend(encoded.length, at)
    return encoded
  },
  'Fn::ImportValue': (value, scope, at) => scope.imported(resolvedText(value, scope, at)),
  'Fn::Length': (value, scope, at) => listAt(resolve(value, scope, at), at).length,
  'Fn::ToJsonString': (value, scope, at) => {
    const json = JSON.stringify(resolve(value, scope, at)) ?? ''
    scope.spend(json.length, at)
    return json
  },
  'Fn::Transform': (value, _, at) => {
    throw wrong(at, `the macro ${String(Object(value).Name ?? '')} is not run: put what it gives into the template`)
  },
}

export function resolvedText(value: unknown, scope: Scope, at: string): string {
  return textAt(resolve(value, scope, at), at)
}
