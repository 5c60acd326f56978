import type { HttpRequest } from '../http/message.js'
import { scopeOf } from './credential.js'

const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
] as const

/** Characters that mean the same in a path whether or not they are encoded (RFC 3986), and those of a path's segment. */
const UNRESERVED = /[\w.~-]/
const IN_A_PATH = /[\w.~!$&'()*+,;=:@-]/

/**
 * The ARNs that a control-plane request acts on, without an account: first with the path as it was sent, then with
 * others that mean the same. The ARN in the path of a tag is encoded in policies too.
 */
export function controlArns(request: HttpRequest, defaultRegion: string): readonly string[] {
  const region = scopeOf(request)?.region ?? defaultRegion
  const { path } = request
  const same = plain(path, path.startsWith('/tags/') ? UNRESERVED : IN_A_PATH)
  return spelled(`arn:${partitionOf(region)}:apigateway:${region}::`, [path, same])
}

/** The ARNs of a request to a stage: the path without its first slash as it was sent, and others that mean the same. */
export function executeArns(
  request: HttpRequest,
  { region: defaultRegion, accountId }: { readonly region: string; readonly accountId: string },
  { apiId, stage, rawPath }: Invoked,
): readonly string[] {
  const region = scopeOf(request)?.region ?? defaultRegion
  const path = rawPath.replace(/^\//, '')
  const same = plain(path, IN_A_PATH)
  const place = `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${stage}/${request.method}/`
  // One slash at the end leads to the same resource.
  return spelled(place, [path, same, same.replace(/\/$/, '')])
}

/** The ARN of a method as its authorizer is told it: with the path as it was sent, without its first slashes. */
export function methodArn(
  { region, accountId }: { readonly region: string; readonly accountId: string },
  { apiId, stage, verb, rawPath }: Invoked & { readonly verb: string },
): string {
  const path = rawPath.replace(/^\/+/, '')
  return `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${stage}/${verb}/${path}`
}

/** Without the encoding of characters that need none. */
function plain(path: string, needless: RegExp): string {
  return path.replace(/%[0-9A-Fa-f]{2}/g, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return needless.test(character) ? character : code.toUpperCase()
  })
}

function spelled(place: string, paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].map((path) => place + path)
}

/** `rawPath` is below the stage and still percent-encoded. */
export interface Invoked {
  readonly apiId: string
  readonly stage: string
  readonly rawPath: string
}

export function logGroupArn(
  request: HttpRequest,
  { region: defaultRegion, accountId }: { readonly region: string; readonly accountId: string },
  resource: string,
): string {
  const region = scopeOf(request)?.region ?? defaultRegion
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${resource}`
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

export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}
