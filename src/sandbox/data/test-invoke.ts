import { extendedRequestId, uuid } from '../world/ids.js'
import type { Method, Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { Call, utcDate } from './call.js'
import type { Reply } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import { compileMatcher } from './path-matcher.js'

export interface TestInvocation {
  readonly pathWithQueryString?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  readonly stageVariables?: Readonly<Record<string, string>>
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

/** Runs a method as it stands now, deployed or not: no access check, no cache, no metrics. */
export async function testInvoke(
  world: World,
  api: RestApi,
  resource: Resource,
  method: Method,
  input: TestInvocation,
): Promise<TestResult> {
  const startedMs = world.clock.now()
  const call = testCall(world, api, resource, method, input, startedMs)
  const { reply } = await invoke(world, call)
  const latency = world.clock.now() - startedMs
  const multiValueHeaders = grouped(reply)
  const last = Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? ''] as const)
  return {
    status: reply.status,
    body: reply.body.toString('utf8'),
    headers: Object.fromEntries(last),
    multiValueHeaders,
    log: logOf(call, reply, startedMs, latency),
    latency,
  }
}

function testCall(
  world: World,
  api: RestApi,
  resource: Resource,
  method: Method,
  input: TestInvocation,
  startedMs: number,
): Call {
  const { pathWithQueryString = resource.path, body = '', stageVariables = {} } = input
  const [rawPath = '/', ...query] = pathWithQueryString.split('?')
  const rawHeaders = [
    ...Object.entries(input.headers ?? {}).flat(),
    ...Object.entries(input.multiValueHeaders ?? {}).flatMap(([name, values]) =>
      values.flatMap((value) => [name, value]),
    ),
  ]
  const request = {
    method: method.httpMethod === 'ANY' ? 'GET' : method.httpMethod,
    rawQuery: query.join('?'),
    headers: lowerCased(rawHeaders),
    rawHeaders,
    body: Buffer.from(body),
    sourceIp: 'test-invoke-source-ip',
  }
  const only = compileMatcher({ resources: new Map([[resource.id, resource]]) })
  const pathParameters = only(rawPath)?.pathParameters ?? {}
  return new Call(request, rawPath, resource, method, pathParameters, stageVariables, {
    accountId: world.accountId,
    apiId: api.id,
    stage: 'test-invoke-stage',
    requestId: uuid(world.random),
    extendedRequestId: extendedRequestId(world.random),
    requestTimeMs: startedMs,
  })
}

function lowerCased(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers[(rawHeaders[i] ?? '').toLowerCase()] = rawHeaders[i + 1] ?? ''
  return headers
}

function grouped({ headers }: Reply): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const [name, value] of headers) groups[name] = [...(groups[name] ?? []), value]
  return groups
}

function logOf(
  { context, verb, rawPath }: Call,
  { status, body }: Reply,
  startedMs: number,
  latency: number,
): string {
  const line = (text: string) => `${utcDate(startedMs).log} : ${text}`
  return [
    `Execution log for request ${context.requestId}`,
    line(`Starting execution for request: ${context.requestId}`),
    line(`HTTP Method: ${verb}, Resource Path: ${rawPath}`),
    line(`Method response body after transformations: ${body.toString('utf8')}`),
    line(`Integration latency: ${latency} ms`),
    line(`Method completed with status: ${status}`),
    '',
  ].join('\n')
}
