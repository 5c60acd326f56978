import type { Place } from './place.js'

interface Permission {
  readonly actions: readonly string[]
  /** Request paths of the control plane; null if IAM knows no resource but all. */
  readonly paths: ((place: Place) => readonly string[]) | null
}

const get = (path: (place: Place) => string): Permission => ({
  actions: ['apigateway:GET'],
  paths: (place) => [path(place)],
})
const api = ({ api: id }: Place) => `/restapis/${id}`
const stage = (place: Place) => `${api(place)}/stages/${place.stage}`
const methods = (place: Place) => `${api(place)}/resources/*/methods/*`

/** By the Sid of its statement. */
export const PERMISSIONS = {
  ListApis: get(() => '/restapis'),
  ReadApi: get(api),
  ListStages: get((place) => `${api(place)}/stages`),
  ReadStage: get(stage),
  ReadDeployedApi: get((place) => `${stage(place)}/exports/oas30`),
  ReadResources: get((place) => `${api(place)}/resources`),
  ReadMethod: {
    actions: ['apigateway:GET'],
    paths: (place) => [methods(place), `${api(place)}/authorizers`],
  },
  ReadMetrics: { actions: ['cloudwatch:GetMetricStatistics'], paths: null },
  ReadManyMetrics: { actions: ['cloudwatch:GetMetricData'], paths: null },
  ListRegions: { actions: ['account:ListRegions'], paths: null },
  ChangeStage: { actions: ['apigateway:PATCH'], paths: (place) => [stage(place)] },
  FlushResponses: { actions: ['apigateway:DELETE'], paths: (place) => [`${stage(place)}/cache/data`] },
  FlushAuthorizers: {
    actions: ['apigateway:DELETE'],
    paths: (place) => [`${stage(place)}/cache/authorizers`],
  },
  ChangeKeys: {
    actions: ['apigateway:PATCH'],
    paths: (place) => [methods(place), `${methods(place)}/integration`],
  },
  ReadDeployments: get((place) => `${api(place)}/deployments`),
  Deploy: { actions: ['apigateway:POST'], paths: (place) => [`${api(place)}/deployments`] },
  TestInvoke: { actions: ['apigateway:POST'], paths: (place) => [methods(place)] },
} as const satisfies Readonly<Record<string, Permission>>

export type Sid = keyof typeof PERMISSIONS

const TARGET = ['ListApis', 'ReadApi', 'ListStages'] as const
const CHANGE = [...TARGET, 'ReadStage', 'ChangeStage'] as const

/** Verbs that are missing here send nothing to AWS. */
export const VERB_NEEDS = {
  enable: [...CHANGE, 'ReadDeployedApi'],
  disable: [...CHANGE, 'ReadMetrics'],
  resize: [...CHANGE, 'ReadMetrics'],
  wait: [...TARGET, 'ReadStage'],
  defaults: [...CHANGE, 'ReadDeployedApi'],
  override: [...CHANGE, 'ReadDeployedApi', 'ReadResources'],
  keys: [
    ...TARGET,
    'ReadStage',
    'ReadDeployedApi',
    'ReadResources',
    'ReadMethod',
    'ReadDeployments',
    'ChangeKeys',
    'Deploy',
  ],
  flush: [...TARGET, 'ReadStage', 'FlushResponses', 'FlushAuthorizers', 'ReadMetrics'],
  status: [...TARGET, 'ReadStage', 'ReadDeployedApi', 'ReadResources', 'ReadMetrics', 'ReadManyMetrics'],
  // With findings it reads each deployed API and its resources; over all regions it asks which they are.
  list: ['ListApis', 'ListStages', 'ReadDeployedApi', 'ReadResources', 'ReadManyMetrics', 'ListRegions'],
  advise: [...TARGET, 'ReadDeployedApi', 'ReadResources', 'ReadMetrics', 'ReadManyMetrics'],
  invalidate: [...TARGET, 'ReadDeployedApi', 'ReadResources', 'TestInvoke'],
  // `--flush` flushes, and `--metrics` reads CloudWatch.
  verify: [...TARGET, 'ReadStage', 'ReadDeployedApi', 'ReadResources', 'TestInvoke', 'FlushResponses', 'ReadMetrics'],
  warm: [...TARGET, 'ReadDeployedApi', 'ReadResources'],
  policy: [...TARGET, 'ReadDeployedApi', 'ReadResources'],
  export: [...TARGET, 'ReadDeployedApi'],
  plan: [...TARGET, 'ReadDeployedApi', 'ReadResources', 'ReadMethod', 'ReadMetrics'],
  apply: [...CHANGE, 'ReadDeployedApi', 'ReadResources', 'ReadMethod', 'ReadMetrics', 'ChangeKeys', 'Deploy'],
  report: [...TARGET, 'ReadDeployedApi', 'ReadResources', 'ReadMetrics', 'ReadManyMetrics'],
  doctor: [...CHANGE, 'ReadDeployedApi', 'ReadResources', 'ReadMetrics'],
} as const satisfies Readonly<Record<string, readonly Sid[]>>

export type OperatorVerb = keyof typeof VERB_NEEDS

export function isOperatorVerb(text: string): text is OperatorVerb {
  return Object.hasOwn(VERB_NEEDS, text)
}

/** True if a permission changes nothing and runs no backend. */
export function isRead(sid: Sid): boolean {
  return PERMISSIONS[sid].actions.every((action) => /^(apigateway:GET|cloudwatch:Get\w+|account:List\w+)$/.test(action))
}
