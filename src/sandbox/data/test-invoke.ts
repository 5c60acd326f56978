import { groupByName, pairs } from '../http/headers.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { Method, Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { Call, utcDate } from './call.js'
import type { Reply } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import { Templates } from './mapping/templates.js'
import { compileMatcher } from './path-matcher.js'
import { compileValidation } from './validation/validate.js'

export interface TestInvocation {
  readonly verb: string
  readonly pathWithQueryString?: string | undefined
  readonly body?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined
  readonly stageVariables?: Readonly<Record<string, string>> | undefined
}

export interface TestResult {
  readonly status: number
  readonly body: string
  readonly headers: Record<string, string>
  readonly multiValueHeaders: Record<string, string[]>
  readonly log: string
  /** Milliseconds. */
  readonly latency: number
}

/** Runs a method, deployed or not, without access checks, cache and metrics. */
export async function testInvoke(
  world: World,
  api: RestApi,
  resource: Resource,
  method: Method,
  input: TestInvocation,
): Promise<TestResult> {
  const startedMs = world.clock.now()
  const { rawPath, request } = requestOf(resource, input)
  const only = compileMatcher({ resources: new Map([[resource.id, resource]]) })
  const pathParameters = only(rawPath)?.pathParameters ?? {}
  const served = {
    variables: input.stageVariables ?? {},
    canary: null,
    deployment: { id: '', snapshot: api },
  }
  const call = new Call(request, rawPath, resource, method, pathParameters, served, {
    accountId: world.accountId,
    apiId: api.id,
    stage: 'test-invoke-stage',
    requestId: uuid(world.random),
    extendedRequestId: extendedRequestId(world.random),
    requestTimeMs: startedMs,
  })
  const validate = await compileValidation(api, method)
  const invalid = validate?.(call)
  const { reply } = invalid ? { reply: invalid } : await invoke(world, new Templates(), call)
  const latency = world.clock.now() - startedMs
  const headers = reply.failure ? reply.headers.filter(([name]) => name !== 'Content-Type') : reply.headers
  return {
    status: reply.status,
    body: reply.body.toString('utf8'),
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupByName(headers),
    log: logOf(call, reply, startedMs, latency),
    latency,
  }
}

function requestOf(
  { path }: Resource,
  { verb, pathWithQueryString = path, body = '', headers = {}, multiValueHeaders = {} }: TestInvocation,
): { readonly rawPath: string; readonly request: Call['request'] } {
  const [rawPath = '/', ...query] = pathWithQueryString.split('?')
  const sent = [
    ...Object.entries(headers),
    ...Object.entries(multiValueHeaders).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  ]
  const request = {
    method: verb,
    rawQuery: query.join('?'),
    headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: sent.flat(),
    body: Buffer.from(body),
    sourceIp: 'test-invoke-source-ip',
  }
  return { rawPath, request }
}

function logOf(call: Call, reply: Reply, startedMs: number, latency: number): string {
  const { context, verb, rawPath, method, query, request } = call
  const lines = [
    `Starting execution for request: ${context.requestId}`,
    `HTTP Method: ${verb}, Resource Path: ${rawPath}`,
    `Method request path: ${shown(Object.entries(call.pathParameters))}`,
    `Method request query string: ${shown(query)}`,
    `Method request headers: ${shown(pairs(request.rawHeaders))}`,
    `Method request body before transformations: ${call.bodyText}`,
    ...endOf(reply, method.integration?.type === 'MOCK' ? null : latency),
    `Method completed with status: ${reply.status}`,
  ]
  const dated = lines.map((line) => `${utcDate(startedMs).log} : ${line}`)
  return [`Execution log for request ${context.requestId}`, ...dated, ''].join('\n')
}

/** Without a backend there is no latency to tell. */
function endOf({ failure, body, headers }: Reply, latency: number | null): readonly string[] {
  if (failure) return [`Execution failed due to ${failure.cause ?? failure.message}`]
  return [
    ...(latency === null ? [] : [`Integration latency: ${latency} ms`]),
    `Method response body after transformations: ${body.toString('utf8')}`,
    `Method response headers: ${shown(headers)}`,
    'Successfully completed execution',
  ]
}

function shown(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(', ')}}`
}
