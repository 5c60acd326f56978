import type { HttpRequest } from '../http.js'
import { scopeRegionOf } from './credential.js'

const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
] as const

/** What a control-plane request acts on: its ARN follows the path as it was sent, without an account. */
export function controlArn(request: HttpRequest, defaultRegion: string): string {
  const region = scopeRegionOf(request) ?? defaultRegion
  return `arn:${partitionOf(region)}:apigateway:${region}::${request.path}`
}

export function userArn(
  { accountId, name }: { readonly accountId: string; readonly name: string },
  region: string,
): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:user/${name}`
}

function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}
