import type { OpenStage } from '../find/open-stage.js'
import type { Target } from '../gateway/model.js'

export const WIDENINGS = ['api', 'stage', 'account', 'region'] as const
/** The part of an ARN that becomes `*`. */
export type Widening = (typeof WIDENINGS)[number]

export const ACCOUNT_PLACEHOLDER = 'ACCOUNT_ID'

/** The parts of the ARNs of one stage, each as it is or `*`. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly api: string
  readonly stage: string
}

export function placeOf(
  partition: string,
  account: string | null,
  { region, api, stage }: Target,
  any: readonly Widening[],
): Place {
  const part = (name: Widening, exact: string) => (any.includes(name) ? '*' : exact)
  return {
    partition,
    region: part('region', region),
    account: part('account', account ?? ACCOUNT_PLACEHOLDER),
    api: part('api', api.id),
    stage: part('stage', stage),
  }
}

/** Builds a control-plane ARN: without an account, and ending in the request's path. */
export function controlArn({ partition, region }: Place, path: string): string {
  return `arn:${partition}:apigateway:${region}::${path}`
}

/** Builds the ARN of calls to a method; path parameters become wildcards. */
export function invokeArn({ partition, region, account, api, stage }: Place, verb: string, path: string): string {
  const called = path.replace(/^\//, '').replace(/\{[^}]+\}/g, '*')
  return `arn:${partition}:execute-api:${region}:${account}:${api}/${stage}/${verb === 'ANY' ? '*' : verb}/${called}`
}

/** Null if STS refuses: what names the account is useful even without it. */
export async function accountOrNull({
  connection,
  target,
}: Pick<OpenStage, 'connection' | 'target'>): Promise<string | null> {
  try {
    return target.account ?? (await connection.account())
  } catch (error) {
    if (connection.retry.signal?.aborted) throw error
    return null
  }
}
