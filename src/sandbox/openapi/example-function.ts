import { forVerb } from '../world/enums.js'
import {
  EXAMPLE_FUNCTION,
  functionNameIn,
  type Handler,
  type LambdaProxyEvent,
  type LambdaProxyResult,
} from '../world/lambda.js'
import type { OpenApiDocument, OpenApiOperation } from './document.js'
import { type Example, exampleOf } from './example.js'
import { operationsOf } from './operations.js'

/** All functions that the document's integrations name. They answer with examples and the time. */
export function exampleFunctions(document: OpenApiDocument): Record<string, Handler> {
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
  return Object.fromEntries([EXAMPLE_FUNCTION, ...named].map((name) => [name, answer]))
}

/** The Lambda function that an integration names; null where a stage variable or a deployment decides that. */
export function functionOf(operation: OpenApiOperation): string | null {
  const { uri = '' } = operation['x-amazon-apigateway-integration'] ?? {}
  const name = functionNameIn(uri)
  return name?.includes('${') ? null : name
}

function answerOf(event: LambdaProxyEvent, example: Example | undefined, generatedAt: string): LambdaProxyResult {
  const { status, mediaType, value } = example ?? {
    status: 200,
    mediaType: 'application/json',
    value: undefined,
  }
  const headers = { 'Content-Type': mediaType, 'X-Generated-At': generatedAt }
  if (status === 204 || status === 304) return { statusCode: status, headers: { 'X-Generated-At': generatedAt } }
  if (typeof value === 'string' && !mediaType.includes('json')) return { statusCode: status, headers, body: value }
  return { statusCode: status, headers, body: JSON.stringify(timed(event, value, generatedAt)) }
}

/** Adds the time to an object. Other examples stay as they are: the header has the time. */
function timed(event: LambdaProxyEvent, value: unknown, generatedAt: string): unknown {
  if (value === undefined) {
    const { httpMethod, path, queryStringParameters } = event
    return { generatedAt, method: httpMethod, path, query: queryStringParameters ?? {} }
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { ...value, generatedAt } : value
}
