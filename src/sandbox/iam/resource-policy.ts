import { parseJson } from '../http/json.js'
import { partitionOf } from './arn.js'
import { type Facts, holds } from './condition.js'
import { matchesAction, matchesResource, matchesText } from './wildcard.js'

/** What the policy of an API says of a request. Who is not named by it hears nothing. */
export type Verdict = 'allowed' | 'denied' | 'silent'

export interface Asked {
  readonly action: string
  /** Spellings of one resource: none may be denied, and each has to be allowed. */
  readonly resources: readonly string[]
  /** Null for a caller without AWS credentials. */
  readonly principal: { readonly arn: string; readonly accountId: string } | null
  readonly facts: Facts
}

export interface Place {
  readonly region: string
  readonly accountId: string
  readonly apiId: string
}

export type Judge = (asked: Asked) => Verdict

interface Statement {
  readonly denies: boolean
  readonly concerns: (asked: Asked, resource: string) => boolean
  readonly condition: unknown
}

/** The policy of an API, which says whom it is about. */
export function compileResourcePolicy(policy: string, place: Place): Judge {
  return compile(parseJson(Buffer.from(policy)), (statement) => {
    const [principals, others] = [member(statement, 'Principal'), member(statement, 'NotPrincipal')]
    return {
      whole: (resource) => wholeResource(resource, place),
      addresses: (principal) =>
        principals === undefined ? others !== undefined && !names(others, principal) : names(principals, principal),
    }
  })
}

/** The policy that an authorizer gives for one caller, whom it does not name. */
export function compileCallerPolicy(document: unknown): Judge {
  return compile(document, () => ({ whole: (resource) => resource, addresses: () => true }))
}

/** How resources are spelled in a statement, and whom it is about. */
interface Reading {
  readonly whole: (resource: string) => string
  readonly addresses: (principal: Asked['principal']) => boolean
}

/** One Deny wins over every Allow. A condition that cannot be told permits nothing and forbids. */
function compile(document: unknown, readingOf: (statement: unknown) => Reading): Judge {
  const statements = listOf(member(document, 'Statement')).map((one) => compileStatement(one, readingOf(one)))
  return (asked) => {
    const verdicts = asked.resources.map((resource): Verdict => {
      const matching = statements.filter(({ concerns }) => concerns(asked, resource))
      const met = (deny: boolean) =>
        matching.some(({ denies, condition }) => denies === deny && (isMet(condition, asked) ?? deny))
      if (met(true)) return 'denied'
      return met(false) ? 'allowed' : 'silent'
    })
    return verdicts.find((one) => one === 'denied') ?? verdicts.find((one) => one === 'silent') ?? 'allowed'
  }
}

/** Facts are asked for by conditions only. */
function isMet(condition: unknown, asked: Asked): boolean | null {
  return condition === undefined ? true : holds(condition, asked.facts)
}

/** `execute-api:/prod/GET/pets` is a resource of the API itself. */
function wholeResource(resource: string, { region, accountId, apiId }: Place): string {
  const below = /^execute-api:\/(.*)$/s.exec(resource)?.[1]
  if (below === undefined) return resource
  return `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${below}`
}

/** The policy as the service keeps it: resources of the API have whole ARNs, and one alone is no list. */
export function keptPolicy(policy: string, place: Place): string {
  const document = parseJson(Buffer.from(policy))
  const given = member(document, 'Statement')
  if (typeof document !== 'object' || document === null || given === undefined) return policy
  const kept = listOf(given).map((statement) => keptStatement(statement, place))
  return JSON.stringify({ ...document, Statement: Array.isArray(given) ? kept : kept[0] })
}

function keptStatement(statement: unknown, place: Place): unknown {
  const resources = member(statement, 'Resource')
  if (typeof statement !== 'object' || statement === null || resources === undefined) return statement
  const whole = listOf(resources).map((one) => wholeResource(String(one), place))
  return { ...statement, Resource: whole.length === 1 ? whole[0] : whole }
}

function compileStatement(given: unknown, { whole, addresses }: Reading): Statement {
  const texts = (name: string) => {
    const value = member(given, name)
    return value === undefined ? null : listOf(value).map(String)
  }
  const [actions, otherActions] = [texts('Action'), texts('NotAction')]
  const [resources, otherResources] = [texts('Resource'), texts('NotResource')]
  const covers = (
    wanted: readonly string[] | null,
    unwanted: readonly string[] | null,
    matches: (pattern: string) => boolean,
  ) => (wanted ? wanted.some(matches) : unwanted !== null && !unwanted.some(matches))
  return {
    denies: member(given, 'Effect') === 'Deny',
    condition: member(given, 'Condition'),
    concerns: ({ action, principal }, resource) =>
      covers(actions, otherActions, (pattern) => matchesAction(pattern, action)) &&
      covers(resources, otherResources, (pattern) => matchesResource(whole(pattern), resource)) &&
      addresses(principal),
  }
}

/** `*` is everybody, also without credentials. */
function names(principals: unknown, principal: Asked['principal']): boolean {
  const listed = principals === '*' ? ['*'] : listOf(member(principals, 'AWS') ?? []).map(String)
  return listed.some(
    (one) =>
      one === '*' ||
      (principal !== null &&
        (one === principal.accountId ||
          one === principal.arn ||
          matchesText(`arn:*:iam::${principal.accountId}:root`, one))),
  )
}

function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}
