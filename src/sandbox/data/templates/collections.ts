import { own, put } from '../../http/own.js'
import type { Method } from './texts.js'
import { areEqual, type Fields, fieldsOf, isFields, textOf } from './values.js'

const MOST_ITEMS = 100_000

/** Of java.util.List. */
const LIST: Readonly<Record<string, Method<unknown[]>>> = {
  size: (of) => of.length,
  isEmpty: (of) => of.length === 0,
  get: (of, [at]) => of[position(of, at)],
  set: (of, [at, value]) => {
    const index = position(of, at)
    const before = of[index]
    of[index] = value
    return before
  },
  add: (of, values) => {
    if (values.length > 1) of.splice(Number(values[0]), 0, values[1])
    else push(of, values)
    return true
  },
  addAll: (of, [more]) => {
    push(of, Array.isArray(more) ? [...more] : [])
    return true
  },
  contains: (of, [value]) => of.some((item) => areEqual(item, value)),
  indexOf: (of, [value]) => of.findIndex((item) => areEqual(item, value)),
  remove: (of, [which]) => {
    if (typeof which === 'number') return of.splice(position(of, which), 1)[0]
    const at = of.findIndex((item) => areEqual(item, which))
    if (at >= 0) of.splice(at, 1)
    return at >= 0
  },
  clear: (of) => {
    of.length = 0
  },
  subList: (of, [from, to]) => of.slice(Number(from), Number(to)),
}

/** Of java.util.Map. */
const MAP: Readonly<Record<string, Method<Fields>>> = {
  size: (of) => Object.keys(of).length,
  isEmpty: (of) => Object.keys(of).length === 0,
  get: (of, [name]) => own(of, textOf(name)),
  getOrDefault: (of, [name, other]) => own(of, textOf(name)) ?? other,
  containsKey: (of, [name]) => Object.hasOwn(of, textOf(name)),
  containsValue: (of, [value]) => Object.values(of).some((item) => areEqual(item, value)),
  keySet: (of) => Object.keys(of),
  values: (of) => Object.values(of),
  entrySet: (of) =>
    Object.entries(of).map(([key, value]) =>
      fieldsOf([
        ['key', key],
        ['value', value],
      ]),
    ),
  // Of an entry, which is a map here.
  getKey: (of) => own(of, 'key'),
  getValue: (of) => own(of, 'value'),
  put: (of, [name, value]) => {
    const before = own(of, textOf(name))
    put(of, textOf(name), value)
    return before
  },
  putAll: (of, [more]) => {
    if (isFields(more)) for (const [name, value] of Object.entries(more)) put(of, name, value)
  },
  remove: (of, [name]) => {
    const before = own(of, textOf(name))
    delete of[textOf(name)]
    return before
  },
}

/** The method of a list or a map; undefined for other values and names. */
export function collectionMethods(of: unknown, name: string): ((values: readonly unknown[]) => unknown) | undefined {
  if (Array.isArray(of)) {
    const list: unknown[] = of
    const found = own(LIST, name)
    return found && ((values) => found(list, values))
  }
  if (!isFields(of)) return undefined
  const found = own(MAP, name)
  return found && ((values) => found(of, values))
}

function position(of: readonly unknown[], value: unknown): number {
  const at = typeof value === 'number' ? value : Number.NaN
  if (Number.isInteger(at) && at >= 0 && at < of.length) return at
  throw new Error(`index ${textOf(value)} is out of range in a list of ${of.length}`)
}

function push(of: unknown[], values: readonly unknown[]): void {
  if (of.length + values.length > MOST_ITEMS) throw new Error(`a list of more than ${MOST_ITEMS}`)
  of.push(...values)
}
