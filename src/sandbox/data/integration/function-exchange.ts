import type { HandlerContext } from '../../world/lambda.js'
import type { Call, Exchanged } from '../call.js'
import { filledUri } from './request.js'

const MASKED = '********'

/** What a function was sent and what it said, as API Gateway tells it of Lambda. */
export function functionExchange(
  call: Call,
  { awsRequestId, clock }: HandlerContext,
  body: string,
  result: unknown,
  functionUri = integrationUri(call),
): Exchanged {
  const { apiId, requestId } = call.context
  const now = new Date(clock.now())
  const responseBody = JSON.stringify(result ?? null)
  return {
    uri: lambdaAddress(functionUri),
    headers: [
      ['x-amzn-lambda-integration-tag', requestId],
      ['Authorization', MASKED],
      ['X-Amz-Date', now.toISOString().replaceAll(/[-:]|\.\d+/g, '')],
      ['x-amzn-apigateway-api-id', apiId],
      ['Accept', 'application/json'],
      ['User-Agent', `AmazonAPIGateway_${apiId}`],
      ['X-Amz-Security-Token', MASKED],
    ],
    cutOff: true,
    body,
    status: 200,
    responseHeaders: [
      ['Date', now.toUTCString()],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(Buffer.byteLength(responseBody))],
      ['Connection', 'keep-alive'],
      ['x-amzn-RequestId', awsRequestId],
      ['x-amzn-Remapped-Content-Length', '0'],
      ['X-Amz-Executed-Version', '$LATEST'],
      ...(call.toldTraceId === null ? [] : [['X-Amzn-Trace-Id', call.toldTraceId] as const]),
    ],
    responseBody,
  }
}

function integrationUri(call: Call): string {
  const { integration } = call.method
  return integration ? filledUri(call, integration) : ''
}

/** Where Lambda would be called: `https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/…`. */
function lambdaAddress(uri: string): string {
  const [, , , region = ''] = uri.split(':')
  return `https://lambda.${region}.amazonaws.com${uri.replace(/^.*?:lambda:path/, '')}`
}
