import { forVerb } from '../world/enums.js'
import {
  functionNameIn,
  type Handler,
  type LambdaProxyEvent,
  type LambdaProxyResult,
} from '../world/lambda.js'
import type { OpenApiDocument, OpenApiOperation } from './document.js'
import { type Example, exampleOf } from './example.js'
import { operationsOf } from './operations.js'

/** The function behind every operation that the sandbox cannot call a backend for. */
export const ORIGIN = 'sandbox-origin'

/** The functions that the document's integrations name: all of them answer with examples and the time. */
export function originsOf(document: OpenApiDocument): Record<string, Handler> {
  const examples = new Map<string, Map<string, Example>>()
  for (const { verb, path, operation } of operationsOf(document)) {
    const ofPath = examples.get(path) ?? new Map<string, Example>()
    examples.set(path, ofPath.set(verb, exampleOf(document, operation)))
  }
  const answer: Handler = (event, { clock }) => {
    const generatedAt = new Date(clock.now()).toISOString()
    const ofPath = examples.get(event.resource)
    return answerOf(event, ofPath && forVerb(ofPath, event.httpMethod), generatedAt)
  }
  const named = operationsOf(document).flatMap(({ operation }) => functionOf(operation) ?? [])
  return Object.fromEntries([ORIGIN, ...named].map((name) => [name, answer]))
}

/** The name of the Lambda function in an integration's URI; null where it cannot be told before a request. */
export function functionOf(operation: OpenApiOperation): string | null {
  const { uri = '' } = operation['x-amazon-apigateway-integration'] ?? {}
  if (typeof uri !== 'string' || uri.includes('${')) return null
  return functionNameIn(uri)
}

function answerOf(
  event: LambdaProxyEvent,
  example: Example | undefined,
  generatedAt: string,
): LambdaProxyResult {
  const { status, mediaType, value } = example ?? {
    status: 200,
    mediaType: 'application/json',
    value: undefined,
  }
  const headers = { 'Content-Type': mediaType, 'X-Generated-At': generatedAt }
  if (status === 204 || status === 304)
    return { statusCode: status, headers: { 'X-Generated-At': generatedAt } }
  if (typeof value === 'string' && !mediaType.includes('json'))
    return { statusCode: status, headers, body: value }
  return { statusCode: status, headers, body: JSON.stringify(timed(event, value, generatedAt)) }
}

/** An object says when it was made; another example stays what it is, and only the header says so. */
function timed(event: LambdaProxyEvent, value: unknown, generatedAt: string): unknown {
  if (value === undefined) {
    const { httpMethod, path, queryStringParameters } = event
    return { generatedAt, method: httpMethod, path, query: queryStringParameters ?? {} }
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { ...value, generatedAt } : value
}
