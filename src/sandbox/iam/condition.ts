import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { matchesText } from './wildcard.js'

/** What is known of a request, by condition key in lower case. A key that is not here is one that the request lacks. */
export type Facts = Readonly<Record<string, string>>

type Test = (fact: string, wanted: string) => boolean

/** An operator, and whether none of its values may fit, instead of one. */
interface Operator {
  readonly test: Test
  readonly negated: boolean
}

const same: Test = (fact, wanted) => fact === wanted
const alike: Test = (fact, wanted) => matchesText(wanted, fact)
const sameLetters: Test = (fact, wanted) => fact.toLowerCase() === wanted.toLowerCase()

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { test: same, negated: false },
  StringNotEquals: { test: same, negated: true },
  StringEqualsIgnoreCase: { test: sameLetters, negated: false },
  StringNotEqualsIgnoreCase: { test: sameLetters, negated: true },
  StringLike: { test: alike, negated: false },
  StringNotLike: { test: alike, negated: true },
  ArnEquals: { test: alike, negated: false },
  ArnLike: { test: alike, negated: false },
  ArnNotEquals: { test: alike, negated: true },
  ArnNotLike: { test: alike, negated: true },
  Bool: { test: sameLetters, negated: false },
  IpAddress: { test: within, negated: false },
  NotIpAddress: { test: within, negated: true },
}

/** Whether all of a statement's conditions hold; null where the sandbox cannot tell. */
export function holds(condition: unknown, facts: Facts): boolean | null {
  if (condition === undefined) return true
  const results = entriesOf(condition).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, wanted]) => one(operator, facts[key.toLowerCase()], valuesOf(wanted))),
  )
  if (results.includes(false)) return false
  return results.includes(null) ? null : true
}

function one(operator: string, fact: string | undefined, wanted: readonly string[]): boolean | null {
  if (operator === 'Null') return wanted.some((value) => (value.toLowerCase() === 'true') === (fact === undefined))
  const lenient = operator.endsWith('IfExists')
  const name = lenient ? operator.slice(0, -'IfExists'.length) : operator
  const known = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (!known || wanted.some((value) => value.includes('${'))) return null
  if (fact === undefined) return lenient || known.negated
  return wanted.some((value) => known.test(fact, value)) !== known.negated
}

/** An address, or a range such as `192.0.2.0/24`. What is none contains nothing. */
function within(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/')
  const family = familyOf(network)
  const own = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const length = Number(bits ?? (family === 'ipv4' ? 32 : 128))
  if (family === null || familyOf(own) !== family || !(length >= 0 && length <= (family === 'ipv4' ? 32 : 128)))
    return false
  const list = new BlockList()
  list.addSubnet(network, length, family)
  return list.check(own, family)
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  if (isIPv4(address)) return 'ipv4'
  return isIPv6(address) ? 'ipv6' : null
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
