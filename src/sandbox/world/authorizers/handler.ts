import type { PolicyDocument } from '../../iam/policy.js'
import type { HandlerContext, LambdaProxyEvent, LambdaRequestContext } from '../lambda.js'

/** What a Lambda authorizer of type TOKEN is asked. */
export interface LambdaTokenEvent {
  readonly type: 'TOKEN'
  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}`, with the path as it was sent. */
  readonly methodArn: string
  readonly authorizationToken: string
}

/** What a Lambda authorizer of type REQUEST is asked. What the request does not have is `{}`. */
export interface LambdaRequestEvent {
  readonly type: 'REQUEST'
  readonly methodArn: string
  /** The resource's path template, such as `/pets/{id}`. */
  readonly resource: string
  readonly path: string
  readonly httpMethod: string
  readonly headers: NonNullable<LambdaProxyEvent['headers']>
  readonly multiValueHeaders: NonNullable<LambdaProxyEvent['multiValueHeaders']>
  readonly queryStringParameters: NonNullable<LambdaProxyEvent['queryStringParameters']>
  readonly multiValueQueryStringParameters: NonNullable<LambdaProxyEvent['multiValueQueryStringParameters']>
  readonly pathParameters: NonNullable<LambdaProxyEvent['pathParameters']>
  readonly stageVariables: NonNullable<LambdaProxyEvent['stageVariables']>
  readonly requestContext: LambdaRequestContext
}

export type LambdaAuthorizerEvent = LambdaTokenEvent | LambdaRequestEvent

/** Any other field is an error, as are objects and lists in the context. */
export interface LambdaAuthorizerResult {
  readonly principalId: string
  /** What the caller may invoke: `execute-api:Invoke` on ARNs of methods, with wildcards. */
  readonly policyDocument: PolicyDocument
  /** `$context.authorizer` and functions get this beside the principal, as text. */
  readonly context?: Readonly<Record<string, string | number | boolean>>
  /** The API key of the caller, where the API takes it from the authorizer. */
  readonly usageIdentifierKey?: string
}

/**
 * A JavaScript function that stands in for the Lambda function of an authorizer. An Error with the message
 * `Unauthorized` is a 401, any other one a 500.
 */
export type AuthorizerHandler = (
  event: LambdaAuthorizerEvent,
  context: HandlerContext,
) => LambdaAuthorizerResult | Promise<LambdaAuthorizerResult>
