import type { Spelling } from '../base/spelling.js'
import { allow, documentOf, type Policy, type PolicyStatement } from './document.js'
import { isRead, type OperatorVerb, PERMISSIONS, type Sid, VERB_NEEDS } from './permissions.js'
import { controlArn, type Place } from './place.js'

interface OperatorRequest {
  readonly verbs?: readonly OperatorVerb[] | undefined
  readonly readOnly?: boolean | undefined
}

/** The statements that IAM cannot narrow, with the reason. */
const LIMITS: Partial<Record<Sid, string>> = {
  ListApis: 'ListApis shows the names of all REST APIs of the account and region: IAM cannot narrow a list',
  ReadMetrics: 'ReadMetrics reads every metric: CloudWatch knows no resources',
  ChangeStage: 'ChangeStage permits every change of the stage, not only of its cache: IAM sees the stage only',
  ChangeKeys: 'ChangeKeys permits every change of methods and integrations: IAM does not see cache keys alone',
  TestInvoke: 'TestInvoke runs any method of the API with full access to its backend',
}

/** Builds a policy that suffices to run the verbs on one stage, as narrow as IAM allows. PURE. */
export function operatorPolicy(
  place: Place,
  { verbs = [], readOnly = false }: OperatorRequest,
  { option }: Spelling,
): Policy {
  const needs = new Set<Sid>((verbs.length > 0 ? verbs : ALL_VERBS).flatMap((verb) => [...VERB_NEEDS[verb]]))
  const sids = ALL_SIDS.filter((sid) => needs.has(sid) && (!readOnly || isRead(sid)))
  return {
    document: documentOf(sids.map((sid) => statementOf(sid, place))),
    notes: [
      ...sids.flatMap((sid) => LIMITS[sid] ?? []),
      `sts:GetCallerIdentity, for ${option('account')}, needs no permission`,
    ],
  }
}

function statementOf(sid: Sid, place: Place): PolicyStatement {
  const { actions, paths } = PERMISSIONS[sid]
  const resources = paths === null ? ['*'] : paths(place).map((path) => controlArn(place, path))
  return allow(sid, actions, resources)
}

const ALL_VERBS = keysOf(VERB_NEEDS)
const ALL_SIDS = keysOf(PERMISSIONS)

function keysOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table).filter((key): key is Extract<keyof T, string> => Object.hasOwn(table, key))
}
