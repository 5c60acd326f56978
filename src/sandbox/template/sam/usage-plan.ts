import type { Json } from '../document.js'
import { wrong } from '../intrinsics/scope.js'
import { checkNames, type Expansion, objectAt, resourceOf, textBefore } from './expansion.js'

const OWN = ['UsagePlanName', 'Description', 'Quota', 'Tags', 'Throttle']
const PLANS = ['PER_API', 'SHARED', 'NONE']

interface Planned {
  readonly id: string
  readonly resource: { readonly condition: string | null }
}

/** Adds the usage plan that an API asks for, with a key; all that share one are stages of it. */
export function addUsagePlan(
  expansion: Expansion,
  { id, resource }: Planned,
  stageId: string,
  auth: Json,
  at: string,
): void {
  if (auth.UsagePlan === undefined) return
  const place = `${at}.UsagePlan`
  const given = objectAt(auth.UsagePlan, place)
  checkNames(expansion, given, { known: ['CreateUsagePlan', ...OWN] }, place)
  const kind = textBefore(expansion, given.CreateUsagePlan, `${place}.CreateUsagePlan`)
  if (!PLANS.includes(kind)) throw wrong(`${place}.CreateUsagePlan`, `"${kind}" is not one of ${PLANS.join(', ')}`)
  if (kind === 'NONE') return
  const name = kind === 'SHARED' ? 'Serverless' : id
  const condition = kind === 'SHARED' ? null : resource.condition
  const before = expansion.resources.get(`${name}UsagePlan`)?.properties
  const stages = [...list(before?.ApiStages), { ApiId: { Ref: id }, Stage: { Ref: stageId } }]
  const own = Object.fromEntries(OWN.flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]]])))
  const add = (part: string, properties: Json, dependsOn: readonly string[] = []) =>
    expansion.resources.set(name + part, resourceOf(`AWS::ApiGateway::${part}`, properties, { condition, dependsOn }))
  add('UsagePlan', { ...before, ...own, ApiStages: stages })
  add('ApiKey', { Enabled: true }, [`${name}UsagePlan`])
  add('UsagePlanKey', { KeyId: { Ref: `${name}ApiKey` }, KeyType: 'API_KEY', UsagePlanId: { Ref: `${name}UsagePlan` } })
  for (const part of ['UsagePlan', 'ApiKey', 'UsagePlanKey']) expansion.generated.set(`${id}.${part}`, name + part)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
