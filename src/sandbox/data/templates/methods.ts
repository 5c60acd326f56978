import { own } from '../../http/own.js'
import { collectionMethods } from './collections.js'
import { type Method, textMethods } from './texts.js'
import { areEqual, Host, textOf } from './values.js'

/** Those of any value. */
const OBJECT: Readonly<Record<string, Method<unknown>>> = {
  toString: (of: unknown) => textOf(of),
  equals: (of, [other]) => typeof of === typeof other && areEqual(of, other),
  hashCode: (of) => [...textOf(of)].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) | 0, 0),
}

/** `parseInt` is one of any number, because Velocity lets templates reach what is static. */
const NUMBER: Readonly<Record<string, Method<number>>> = {
  intValue: (of) => Math.trunc(of),
  longValue: (of) => Math.trunc(of),
  doubleValue: (of) => of,
  compareTo: (of, [other]) => Math.sign(of - Number(other)),
  parseInt: (_, [text]) => parsed(textOf(text), /^[+-]?\d+$/),
  parseLong: (_, [text]) => parsed(textOf(text), /^[+-]?\d+$/),
  parseDouble: (_, [text]) => parsed(textOf(text), /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i),
}

/** What a template's call of a method gives: that of Java's class, and of no other. */
export function callMethod(of: unknown, name: string, values: readonly unknown[]): unknown {
  if (of instanceof Host) return of.invoke(name, values)
  const own =
    typeof of === 'string'
      ? method(textMethods, name, of)
      : typeof of === 'number'
        ? method(NUMBER, name, of)
        : collectionMethods(of, name)
  return (own ?? method(OBJECT, name, of))?.(values)
}

function method<T>(
  table: Readonly<Record<string, Method<T>>>,
  name: string,
  of: T,
): ((values: readonly unknown[]) => unknown) | undefined {
  const found = own(table, name)
  return found && ((values) => found(of, values))
}

function parsed(text: string, form: RegExp): number {
  if (!form.test(text)) throw new Error(`no number: ${JSON.stringify(text)}`)
  return Number(text)
}
