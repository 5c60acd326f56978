import type { HttpRequest } from '../http/message.js'
import { scopeOf } from './credential.js'

const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
] as const

/** The ARN that a control-plane request acts on: the path as it was sent, without an account. */
export function controlArn(request: HttpRequest, defaultRegion: string): string {
  const region = scopeOf(request)?.region ?? defaultRegion
  return `arn:${partitionOf(region)}:apigateway:${region}::${request.path}`
}

/** The ARN of a request to a stage: the path as it was sent, without its first slash. */
export function executeArn(
  request: HttpRequest,
  { region: defaultRegion, accountId }: { readonly region: string; readonly accountId: string },
  { apiId, stage, rawPath }: Invoked,
): string {
  const region = scopeOf(request)?.region ?? defaultRegion
  const path = rawPath.replace(/^\//, '')
  return `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${stage}/${request.method}/${path}`
}

/** `rawPath` is below the stage and still percent-encoded. */
export interface Invoked {
  readonly apiId: string
  readonly stage: string
  readonly rawPath: string
}

export function accountArn(
  request: HttpRequest,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): string {
  return `arn:${partitionOf(scopeOf(request)?.region ?? region)}:account::${accountId}:account`
}

export function principalArn(
  { accountId, principal }: { readonly accountId: string; readonly principal: string },
  region: string,
): string {
  const service = principal.startsWith('assumed-role/') ? 'sts' : 'iam'
  return `arn:${partitionOf(region)}:${service}::${accountId}:${principal}`
}

function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}
