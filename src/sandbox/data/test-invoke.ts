import { groupByName } from '../http/headers.js'
import { oneVerb } from '../world/enums.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { Method, Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { Call, utcDate } from './call.js'
import type { Reply } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import { compileMatcher } from './path-matcher.js'

export interface TestInvocation {
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
  const { rawPath, request } = requestOf(resource, method, input)
  const only = compileMatcher({ resources: new Map([[resource.id, resource]]) })
  const pathParameters = only(rawPath)?.pathParameters ?? {}
  const call = new Call(request, rawPath, resource, method, pathParameters, input.stageVariables ?? {}, {
    accountId: world.accountId,
    apiId: api.id,
    stage: 'test-invoke-stage',
    requestId: uuid(world.random),
    extendedRequestId: extendedRequestId(world.random),
    requestTimeMs: startedMs,
  })
  const { reply } = await invoke(world, call)
  const latency = world.clock.now() - startedMs
  return {
    status: reply.status,
    body: reply.body.toString('utf8'),
    headers: Object.fromEntries(reply.headers),
    multiValueHeaders: groupByName(reply.headers),
    log: logOf(call, reply, startedMs, latency),
    latency,
  }
}

function requestOf(
  { path }: Resource,
  { httpMethod }: Method,
  { pathWithQueryString = path, body = '', headers = {}, multiValueHeaders = {} }: TestInvocation,
): { readonly rawPath: string; readonly request: Call['request'] } {
  const [rawPath = '/', ...query] = pathWithQueryString.split('?')
  const sent = [
    ...Object.entries(headers),
    ...Object.entries(multiValueHeaders).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  ]
  const request = {
    method: oneVerb(httpMethod),
    rawQuery: query.join('?'),
    headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: sent.flat(),
    body: Buffer.from(body),
    sourceIp: 'test-invoke-source-ip',
  }
  return { rawPath, request }
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
