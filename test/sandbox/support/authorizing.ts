import type { PolicyStatement } from '../../../src/sandbox/iam/policy.js'
import type { AuthorizerHandler, LambdaAuthorizerEvent } from '../../../src/sandbox/world/authorizers/handler.js'
import { lambdaUri } from '../../../src/sandbox/world/lambda.js'
import type { Authorizer, Snapshot } from '../../../src/sandbox/world/model.js'
import { type Gateway, gateway } from './gateway.js'
import { API_ID, buildAuthorizer, type MethodSpecs, type WorldOptions } from './world.js'

export const HOME = { region: 'us-east-1', accountId: '000000000000' }
export const ARN = `arn:aws:execute-api:us-east-1:000000000000:${API_ID}/prod`
export const TOKEN = 'method.request.header.Authorization'

export interface Authorizing extends Gateway {
  /** What the function was asked. */
  readonly asked: LambdaAuthorizerEvent[]
}

interface Options extends Partial<Omit<WorldOptions, 'authorizers'>> {
  readonly authorizer?: Partial<Authorizer>
  readonly snapshot?: Partial<Snapshot>
}

/** A stage whose methods are behind the function `auth`. */
export function authorizing(
  methods: MethodSpecs,
  answer: (...asked: Parameters<AuthorizerHandler>) => unknown,
  { authorizer = {}, snapshot = {}, ...options }: Options = {},
): Authorizing {
  const asked: LambdaAuthorizerEvent[] = []
  const auth: AuthorizerHandler = (event, context) => {
    asked.push(event)
    return answer(event, context) as ReturnType<AuthorizerHandler>
  }
  const named = { ...buildAuthorizer('TOKEN', TOKEN), id: 'a', authorizerUri: lambdaUri(HOME, 'auth'), ...authorizer }
  const behind = Object.entries(methods).map(([line, spec]) => [
    line,
    { authorizationType: 'CUSTOM', authorizerId: 'a', ...spec },
  ])
  const made = gateway(Object.fromEntries(behind), {
    ...options,
    authorizers: { auth },
    snapshot: { authorizers: new Map([['a', named]]), ...snapshot },
  })
  return { ...made, asked }
}

export function policy(...statements: readonly PolicyStatement[]) {
  return { principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: statements } }
}

export function allow(Resource: string | readonly string[] = '*'): PolicyStatement {
  return { Effect: 'Allow', Action: 'execute-api:Invoke', Resource }
}

export const as = (token: string) => ({ headers: [['Authorization', token]] as const })
