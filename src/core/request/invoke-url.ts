import type { DnsSuffixes } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { METHOD_NAMES } from '../gateway/method.js'
import { shownUrl } from './shown-url.js'
import { encodeIllegal } from './url-encoding.js'

/** Everything that decides the URL of a stage. */
export interface StageAddress {
  readonly apiId: string
  readonly region: string
  readonly stage: string
  /** The control plane's, such as `https://apigateway.eu-west-1.amazonaws.com`; null for AWS's own. */
  readonly endpoint: string | null
  readonly dnsSuffixes: DnsSuffixes
  readonly endpointTypes: readonly string[]
  readonly vpcEndpointIds: readonly string[]
  readonly defaultEndpointDisabled: boolean
}

/** Builds the URL of a stage, without a slash at its end. Errors: `usage` if only the caller can know it. */
export function invokeUrl(address: StageAddress): string {
  const { apiId, region, stage, endpoint, dnsSuffixes } = address
  // An emulator serves the data plane on the same host.
  if (endpoint !== null && !isAwsHost(new URL(endpoint).hostname, dnsSuffixes)) {
    return `${endpoint.replace(/\/+$/, '')}/restapis/${apiId}/${encodeURIComponent(stage)}/_user_request_`
  }
  if (address.defaultEndpointDisabled) {
    throw needsUrl(`the default endpoint of API ${apiId} is disabled`, 'https://<custom domain>/<base path>')
  }
  const host = address.endpointTypes.includes('PRIVATE') ? privateHost(address) : apiId
  return `https://${host}.execute-api.${region}.${dnsSuffixes.dns}/${encodeURIComponent(stage)}`
}

/**
 * An emulator knows its APIs by the URLs that AWS would give them: those lead to its data plane. Any other URL stays
 * as it is. PURE.
 */
export function behindEndpoint(
  pathOrUrl: string,
  { endpoint, dnsSuffixes }: Pick<StageAddress, 'endpoint' | 'dnsSuffixes'>,
): string {
  if (endpoint === null || isAwsHost(new URL(endpoint).hostname, dnsSuffixes)) return pathOrUrl
  const [, apiId, suffix, path = ''] = AWS_INVOKE_URL.exec(pathOrUrl) ?? []
  if (apiId === undefined || ![dnsSuffixes.dns, dnsSuffixes.dualStack].includes(suffix ?? '')) return pathOrUrl
  const [, stage = '', rest = ''] = /^\/?([^/?#]*)(.*)$/s.exec(path) ?? []
  return stage === '' ? pathOrUrl : `${endpoint.replace(/\/+$/, '')}/restapis/${apiId}/${stage}/_user_request_${rest}`
}

const AWS_INVOKE_URL =
  /^https:\/\/([a-z0-9]+)(?:-vpce-[a-z0-9]+)?\.execute-api\.[a-z]{2,}(?:-[a-z0-9]+)+\.([a-z.]+)(?::443)?(\/.*)?$/is

/**
 * Makes a URL from a path under a stage's invoke URL or from a full URL: encodes what is illegal and keeps what
 * the user encoded. Errors: `usage`, also for a path that would be sent as another one.
 */
export function probeUrl(pathOrUrl: string, base: string | null): string {
  refuseDotSegments(pathOrUrl)
  if (/^https?:\/\//i.test(pathOrUrl)) return fullUrl(pathOrUrl)
  const path = withoutSecrets(pathOrUrl)
  if (!pathOrUrl.startsWith('/')) {
    if (METHOD_NAMES.includes(path.toUpperCase())) throw verbAsPath(path.toUpperCase())
    const [verb = '', rest] = path.trim().split(/\s+(?=\/)/)
    if (rest !== undefined && METHOD_NAMES.includes(verb.toUpperCase())) throw verbAsPath(verb.toUpperCase())
    const hint = `write /${path}, or a full URL with https://`
    throw new ApigwCacheError('usage', 'probe-path', `"${path}" is neither a path nor a URL`, { hint })
  }
  if (base === null) throw needsUrl(`it is not known where "${path}" is`, `https://<host>${path}`)
  return base + encodeIllegal(pathOrUrl)
}

function verbAsPath(verb: string): ApigwCacheError {
  const message = `"${verb}" is a method, and a path or a URL is expected`
  return new ApigwCacheError('usage', 'verb-as-path', message, {
    hint: verb === 'GET' ? 'leave GET out' : 'name the path alone, and the method as an option',
    data: { verb },
  })
}

function fullUrl(text: string): string {
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/?#\\]*)(.*)$/is.exec(text) ?? []
  if (origin.includes('@')) {
    const host = origin.slice(origin.lastIndexOf('@') + 1)
    const message = `the URL at "${host}" has a user name or password in it`
    throw new ApigwCacheError('usage', 'url-credentials', message, { hint: 'send credentials in a header' })
  }
  if (!URL.canParse(origin)) {
    throw new ApigwCacheError('usage', 'url-host', `"${withoutSecrets(text)}" has no usable host`, {
      hint: 'use https://<host>/<path>',
    })
  }
  return new URL(origin).origin + encodeIllegal(rest.startsWith('/') ? rest : `/${rest}`)
}

/**
 * Refuses `.` and `..`: clients remove them with the segments before, so another method would answer than the
 * one judged.
 */
function refuseDotSegments(pathOrUrl: string): void {
  const [path = ''] = pathOrUrl.split(/[?#]/, 1)
  if (!path.split(/[/\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) return
  const message = `"${withoutSecrets(path)}" has "." or ".." as a part of the path`
  throw new ApigwCacheError('usage', 'dot-segments', message, {
    hint: 'write the path that is to be asked for',
  })
}

/** Drops the query and what may be a user name and password, and hides what else is secret, for errors. */
function withoutSecrets(pathOrUrl: string): string {
  const path = shownUrl(pathOrUrl.replace(/[?#].*$/s, ''))
  const at = path.startsWith('/') ? -1 : path.lastIndexOf('@')
  return at < 0 ? path : `…${path.slice(at)}`
}

function privateHost({ apiId, vpcEndpointIds }: StageAddress): string {
  const [vpce, ...others] = vpcEndpointIds
  if (vpce !== undefined && others.length === 0) return `${apiId}-${vpce}`
  const which = vpce === undefined ? 'no VPC endpoint' : `${vpcEndpointIds.length} VPC endpoints`
  throw needsUrl(`API ${apiId} is private and has ${which}`, `https://${apiId}-<vpce id>.execute-api.…`)
}

function needsUrl(why: string, example: string): ApigwCacheError {
  return new ApigwCacheError('usage', 'url-needed', `${why}: say what the paths are under`, {
    hint: `such as ${example}`,
    data: { why, example },
  })
}

function isAwsHost(hostname: string, { dns, dualStack }: DnsSuffixes): boolean {
  return [dns, dualStack].some((suffix) => hostname.endsWith(`.${suffix}`))
}
