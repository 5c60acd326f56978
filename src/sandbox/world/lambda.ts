import type { Clock } from './clock.js'

/** The event of a Lambda proxy integration of a REST API (payload version 1). */
export interface LambdaProxyEvent {
  /** The resource's path template, such as `/pets/{id}`. */
  readonly resource: string
  readonly path: string
  readonly httpMethod: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>> | null
  readonly queryStringParameters: Readonly<Record<string, string>> | null
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null
  readonly pathParameters: Readonly<Record<string, string>> | null
  readonly stageVariables: Readonly<Record<string, string>> | null
  readonly requestContext: LambdaRequestContext
  readonly body: string | null
  readonly isBase64Encoded: boolean
}

export interface LambdaRequestContext {
  readonly accountId: string
  readonly apiId: string
  readonly deploymentId: string
  readonly resourceId: string
  readonly resourcePath: string
  readonly httpMethod: string
  /** With the stage in front, where `LambdaProxyEvent.path` has none. */
  readonly path: string
  readonly stage: string
  readonly requestId: string
  readonly extendedRequestId: string
  /** In the common log format: `01/Jan/2026:00:00:00 +0000`. */
  readonly requestTime: string
  /** Epoch milliseconds. */
  readonly requestTimeEpoch: number
  readonly protocol: string
  readonly domainName: string
  readonly domainPrefix: string
  readonly identity: LambdaIdentity
  /** `principalId` and context from the method's authorizer, where the sandbox knows the token or has its function. */
  readonly authorizer?: Readonly<Record<string, unknown>>
}

/** The key and user only on AWS_IAM methods. */
export interface LambdaIdentity {
  readonly cognitoIdentityPoolId: string | null
  readonly cognitoIdentityId: string | null
  readonly cognitoAuthenticationType: string | null
  readonly cognitoAuthenticationProvider: string | null
  readonly principalOrgId: string | null
  readonly accountId: string | null
  readonly caller: string | null
  readonly user: string | null
  readonly accessKey: string | null
  readonly userArn: string | null
  readonly sourceIp: string
  readonly userAgent: string | null
  /** Only on methods that ask for a key. */
  readonly apiKey?: string
  readonly apiKeyId?: string
}

export interface LambdaProxyResult {
  /** 200 where left out. */
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string | number | boolean>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | number | boolean)[]>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** What a function may ask about its call: of Lambda's context what has a meaning here. */
export interface HandlerContext {
  readonly functionName: string
  /** A new UUID for each call. */
  readonly awsRequestId: string
  /** Until the integration has waited long enough. */
  readonly getRemainingTimeInMillis: () => number
  /** The sandbox's own. */
  readonly clock: Clock
}

/** A JavaScript function that stands in for a Lambda function. Its time is the sandbox's clock. */
export type Handler = (
  event: LambdaProxyEvent,
  context: HandlerContext,
) => LambdaProxyResult | Promise<LambdaProxyResult>

/** The region and account that made-up ARNs name. */
export interface Account {
  readonly region: string
  readonly accountId: string
}

/** The URI with which integrations and authorizers call a Lambda function. */
export function lambdaUri({ region, accountId }: Account, name: string): string {
  const lambda = `arn:aws:lambda:${region}:${accountId}:function:${name}`
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda}/invocations`
}

export function functionNameIn(uri: string): string | null {
  return /:function:([^:/]+)/.exec(uri)?.[1] ?? null
}

/** The function behind operations without a backend that the sandbox could call. */
export const EXAMPLE_FUNCTION = 'sandbox-origin'

/** What Lambda says of a function that threw. */
export function failureOf(error: unknown): { readonly errorMessage: string; readonly errorType: string } {
  return error instanceof Error
    ? { errorMessage: error.message, errorType: error.name }
    : { errorMessage: String(error), errorType: 'Error' }
}
