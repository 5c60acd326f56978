import { matchesAction, matchesResource } from './wildcard.js'

type OneOrMore<T> = T | readonly T[]

/** A statement of an identity-based policy, as IAM's JSON spells it. */
export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: OneOrMore<string>
  readonly NotAction?: OneOrMore<string>
  readonly Resource?: OneOrMore<string>
  readonly NotResource?: OneOrMore<string>
  readonly Condition?: Readonly<Record<string, unknown>>
}

export interface PolicyDocument {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: OneOrMore<PolicyStatement>
}

export type Decision = 'allowed' | 'denied' | 'not-allowed'

/** Of several spellings of one resource none may be denied, and each has to be allowed. */
export function decideAll(policies: readonly PolicyDocument[], action: string, resources: readonly string[]): Decision {
  const decisions = resources.map((resource) => decide(policies, action, resource))
  return decisions.find((one) => one === 'denied') ?? decisions.find((one) => one !== 'allowed') ?? 'allowed'
}

/** One Deny wins over every Allow, and without an Allow nothing is permitted. */
export function decide(policies: readonly PolicyDocument[], action: string, resource: string): Decision {
  const matching = policies
    .flatMap(({ Statement }) => listOf(Statement))
    .filter((statement) => concerns(statement, action, resource))
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied'
  // The sandbox evaluates no conditions: they count as failed where they would permit something.
  const allowing = matching.some(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined)
  return allowing ? 'allowed' : 'not-allowed'
}

function concerns(statement: PolicyStatement, action: string, resource: string): boolean {
  const { Action, NotAction, Resource, NotResource } = statement
  return (
    covers(Action, NotAction, (pattern) => matchesAction(pattern, action)) &&
    covers(Resource, NotResource, (pattern) => matchesResource(pattern, resource))
  )
}

function covers(
  wanted: OneOrMore<string> | undefined,
  unwanted: OneOrMore<string> | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (wanted !== undefined) return listOf(wanted).some(matches)
  return unwanted !== undefined && !listOf(unwanted).some(matches)
}

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return isList(value) ? value : [value]
}

function isList<T>(value: OneOrMore<T>): value is readonly T[] {
  return Array.isArray(value)
}
