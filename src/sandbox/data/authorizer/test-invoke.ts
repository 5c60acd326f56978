import { headerOf } from '../../http/headers.js'
import { own } from '../../http/own.js'
import { methodArn } from '../../iam/arn.js'
import { type Authorizer, identityExpressions, type Resource, type RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call, Consulted } from '../call.js'
import { type Reply, unauthorized } from '../gateway-responses.js'
import { consultedLines } from '../logs/authorizer-lines.js'
import { failed, type Line, step } from '../logs/execution-lines.js'
import { compileSource } from '../mapping/expression.js'
import { NO_METHOD, NOWHERE } from '../refusal-shape.js'
import { type TestInvocation, testCall, testLog } from '../test-invoke.js'
import { shownIdentity } from './authorize.js'
import { authorizerEvent } from './event.js'
import { ask, functionOf, type NamedFunction } from './function.js'
import { tokenForm } from './identity.js'
import { identifyByToken } from './tokens.js'

export interface AuthorizerTest extends Omit<TestInvocation, 'verb'> {
  /** Takes the place of variables of `$context` in the identity source. */
  readonly additionalContext?: Readonly<Record<string, string>> | undefined
}

export interface AuthorizerTestResult {
  /** 0 where there is a policy, whatever it says. */
  readonly clientStatus: number
  readonly log: string
  /** Milliseconds. */
  readonly latency: number
  readonly principalId?: string
  /** JSON. */
  readonly policy?: string
  readonly claims?: Readonly<Record<string, string>>
}

/** What is asked, and about what. */
interface Asked {
  readonly authorizer: Authorizer
  readonly call: Call
  /** Of the identity sources. */
  readonly values: readonly string[]
}

/** There is no method that a test is about. */
const RESOURCE: Resource = { ...NOWHERE, id: 'test-invoke-resource-id', path: '/' }
const STAGE_IN_ARN = 'ESTestInvoke-stage'

/** Asks the authorizer as it stands, without its cache. Null where nobody but AWS could answer. */
export async function testInvokeAuthorizer(
  world: World,
  api: RestApi,
  authorizer: Authorizer,
  { additionalContext = {}, pathWithQueryString: path = '/', ...input }: AuthorizerTest,
): Promise<AuthorizerTestResult | null> {
  const method = { ...NO_METHOD, httpMethod: 'GET', authorizerId: authorizer.id } as const
  const pathWithQueryString = path.startsWith('/') ? path : `/${path}`
  const call = testCall(world, api, RESOURCE, method, { ...input, verb: 'GET', pathWithQueryString })
  const values = identityExpressions(authorizer).map((source) => identityOf(source, call, additionalContext))
  const asked = { authorizer, call, values }
  const named = functionOf(world, authorizer, call)
  if (!named && !(authorizer.type === 'COGNITO_USER_POOLS' && authorizer.tokens)) return null
  const isWellFormed = await tokenForm(authorizer)
  if (values.includes('') || !isWellFormed(values[0] ?? '')) return refusal(asked, unauthorized(), null, 0)
  return named ? ofFunction(world, named, asked) : ofPool(asked)
}

function identityOf(source: string, call: Call, additional: Readonly<Record<string, string>>): string {
  const variable = /^context\.(.+)$/s.exec(source)?.[1]
  const given = variable === undefined ? undefined : own(additional, variable)
  return given ?? compileSource(source)(call) ?? ''
}

async function ofFunction(world: World, named: NamedFunction, asked: Asked): Promise<AuthorizerTestResult> {
  const { authorizer, call, values } = asked
  call.watch = () => undefined
  const arn = methodArn(world, { ...call.context, stage: STAGE_IN_ARN, verb: call.verb, rawPath: call.rawPath })
  const { answer, ...said } = await ask(world, named, call, authorizerEvent(authorizer, call, arn, values[0] ?? ''))
  const way = { ...said, identity: () => shownIdentity(authorizer, values), policyStatus: null }
  if (answer.authorization === undefined) {
    const { status, failure } = answer.refusal
    const lines = linesOf(call, { ...way, status, problem: failure?.cause ?? null, principalId: null })
    return refusal(asked, answer.refusal, lines, said.latencyMs)
  }
  const { principalId } = answer.authorization
  const log = logOf(asked, linesOf(call, { ...way, status: 200, problem: null, principalId }))
  return { clientStatus: 0, log, latency: said.latencyMs, principalId, policy: answer.policy }
}

/** The seed's tokens stand in for the user pool. */
function ofPool(asked: Asked): AuthorizerTestResult {
  const { authorizer, values } = asked
  const { caller, refusal: refused } = identifyByToken(authorizer, [], authorizer.tokens ?? {}, values[0] ?? '')
  if (refused) return refusal(asked, refused, null, 0)
  const claims = Object.entries(Object(caller.authorizer?.claims)).map(([name, value]) => [name, String(value)])
  const log = logOf(asked, [step('Successfully completed authorizer execution')])
  return { clientStatus: 0, log, latency: 0, claims: Object.fromEntries(claims) }
}

/** `lines` are null where no function was asked. */
function refusal(
  asked: Asked,
  { status, headers }: Reply,
  lines: readonly Line[] | null,
  latency: number,
): AuthorizerTestResult {
  const kind = status === 401 ? 'Unauthorized' : (headerOf(headers, 'x-amzn-errortype') ?? '')
  const log = logOf(asked, [...(lines ?? [unauthorizedLine(asked.call)]), failed(kind)])
  return { clientStatus: status, log, latency }
}

function linesOf(call: Call, consulted: Consulted): readonly Line[] {
  return consultedLines(consulted, unauthorizedLine(call))
}

function logOf({ call, authorizer }: Asked, lines: readonly Line[]): string {
  return testLog(call, [step(`Starting authorizer: ${authorizer.id} for request: ${call.context.requestId}`), ...lines])
}

function unauthorizedLine({ context }: Call): Line {
  return failed(`Unauthorized request: ${context.requestId}`)
}
