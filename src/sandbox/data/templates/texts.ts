import { compilePattern, replaceAllIn, replaceFirstIn, splitAt } from './pattern.js'
import { textOf } from './values.js'

export type Method<T> = (of: T, values: readonly unknown[]) => unknown

/** Of java.lang.String. */
export const textMethods: Readonly<Record<string, Method<string>>> = {
  length: (of) => of.length,
  isEmpty: (of) => of === '',
  charAt: (of, [at]) => of.charAt(indexIn(of, at, of.length - 1)),
  concat: (of, [other]) => of + textOf(other),
  contains: (of, [other]) => of.includes(textOf(other)),
  startsWith: (of, [other]) => of.startsWith(textOf(other)),
  endsWith: (of, [other]) => of.endsWith(textOf(other)),
  indexOf: (of, [other]) => of.indexOf(textOf(other)),
  lastIndexOf: (of, [other]) => of.lastIndexOf(textOf(other)),
  equalsIgnoreCase: (of, [other]) => of.toLowerCase() === textOf(other).toLowerCase(),
  compareTo: (of, [other]) => compare(of, textOf(other)),
  compareToIgnoreCase: (of, [other]) => compare(of.toLowerCase(), textOf(other).toLowerCase()),
  trim: (of) => of.trim(),
  toLowerCase: (of) => of.toLowerCase(),
  toUpperCase: (of) => of.toUpperCase(),
  substring: (of, [from, to = of.length]) => {
    const end = indexIn(of, to, of.length)
    return of.slice(indexIn(of, from, end), end)
  },
  replace: (of, [what, by]) => of.replaceAll(textOf(what), () => textOf(by)),
  replaceAll: (of, [pattern, by]) => replaceAllIn(of, compilePattern(textOf(pattern)), textOf(by)),
  replaceFirst: (of, [pattern, by]) => replaceFirstIn(of, compilePattern(textOf(pattern)), textOf(by)),
  matches: (of, [pattern]) => compilePattern(textOf(pattern)).matches(of),
  split: (of, [pattern, limit]) => splitAt(of, compilePattern(textOf(pattern)), limit),
}

function indexIn(text: string, value: unknown, most: number): number {
  const at = typeof value === 'number' ? value : Number.NaN
  if (Number.isInteger(at) && at >= 0 && at <= most) return at
  throw new Error(`index ${textOf(value)} is out of range in a text of ${text.length}`)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
