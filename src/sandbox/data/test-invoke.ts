import { groupByName, type HeaderList } from '../http/headers.js'
import { hidingSecrets } from '../http/secrets.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { Method, Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { Call, type Exchanged, utcDate } from './call.js'
import type { Reply } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import { completed, endOf, exchangeOf, type Line, startOf } from './logs/execution-lines.js'
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
  const call = testCall(world, api, resource, method, input)
  const validate = await compileValidation(api, method)
  const invalid = validate?.(call)
  let exchanged: Exchanged | null = null
  call.watch = (seen) => {
    exchanged = seen
  }
  const { reply } = invalid ? { reply: invalid } : await invoke(world, new Templates(), call)
  const latency = world.clock.now() - call.context.requestTimeMs
  const shownTrace = reply.failure || method.integration?.type === 'HTTP_PROXY' ? null : call.toldTraceId
  const headers: HeaderList = [
    ...(shownTrace === null ? [] : [['X-Amzn-Trace-Id', shownTrace] as const]),
    ...reply.headers.filter(([name]) => !reply.failure || name !== 'Content-Type'),
  ]
  return {
    status: reply.status,
    body: reply.body.toString('utf8'),
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupByName(headers),
    log: testLog(call, linesOf(call, { ...reply, headers }, exchanged, latency)),
    latency,
  }
}

/** A call that nobody sent, of the API as it stands. */
export function testCall(world: World, api: RestApi, resource: Resource, method: Method, input: TestInvocation): Call {
  const { rawPath, request } = requestOf(resource, input)
  const only = compileMatcher({ resources: new Map([[resource.id, resource]]) })
  const served = {
    variables: input.stageVariables ?? {},
    canary: null,
    deployment: { id: '', snapshot: api },
  }
  return new Call(request, rawPath, resource, method, only(rawPath)?.pathParameters ?? {}, served, {
    accountId: world.accountId,
    apiId: api.id,
    stage: 'test-invoke-stage',
    requestId: uuid(world.random),
    extendedRequestId: extendedRequestId(world.random),
    requestTimeMs: world.clock.now(),
    basePath: null,
    edge: false,
  })
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

function linesOf(call: Call, reply: Reply, exchanged: Exchanged | null, latency: number): readonly Line[] {
  const exchange = exchanged ? exchangeOf(exchanged, latency) : []
  return [...startOf(call), ...exchange, ...endOf(reply), completed(reply)]
}

/** Each line with the time at which the call began. */
export function testLog(call: Call, lines: readonly Line[]): string {
  const hide = hidingSecrets(call.request)
  const { requestId, requestTimeMs } = call.context
  const dated = lines.map(({ text }) => `${utcDate(requestTimeMs).log} : ${hide(text)}`)
  return [`Execution log for request ${requestId}`, ...dated, ''].join('\n')
}
