import { resolve } from './resolve.js'
import { listAt, type Scope, textAt, wrong } from './scope.js'

/** Tells of a template's conditions whether they hold. Each is asked once. */
export function conditionsOf(
  conditions: ReadonlyMap<string, unknown>,
  scope: () => Scope,
): (name: string, at: string) => boolean {
  const known = new Map<string, boolean>()
  const asked = new Set<string>()
  return (name, at) => {
    const before = known.get(name)
    if (before !== undefined) return before
    if (!conditions.has(name)) throw wrong(at, `there is no condition ${name}`)
    if (asked.has(name)) throw wrong(at, `the condition ${name} depends on itself`)
    asked.add(name)
    const holds = holdsAt(conditions.get(name), scope(), `Conditions.${name}`)
    known.set(name, holds)
    return holds
  }
}

const MOST = 10

function holdsAt(value: unknown, scope: Scope, at: string): boolean {
  const [[name, of] = ['', undefined], ...more] = Object.entries(Object(value))
  if (more.length > 0) throw wrong(at, 'is not one condition')
  const each = (fewest: number, most: number) => {
    const list = listAt(of, `${at}.${name}`)
    if (list.length < fewest || list.length > most)
      throw wrong(`${at}.${name}`, `takes ${fewest} to ${most} conditions`)
    return list.map((one, index) => holdsAt(one, scope, `${at}.${name}[${index}]`))
  }
  if (name === 'Condition') return scope.holds(textAt(of, at), at)
  if (name === 'Fn::And') return each(2, MOST).every(Boolean)
  if (name === 'Fn::Or') return each(2, MOST).some(Boolean)
  if (name === 'Fn::Not') return !each(1, 1)[0]
  if (name === 'Fn::Equals') {
    const [left, right] = listAt(of, at).map((side) => plain(resolve(side, scope, `${at}.${name}`)))
    return left === right
  }
  throw wrong(at, `is no condition: expected Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition`)
}

/** Numbers and truth values are texts to CloudFormation. */
function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
