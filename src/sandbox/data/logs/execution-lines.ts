import { type HeaderList, pairs } from '../../http/headers.js'
import type { Call, Exchanged } from '../call.js'
import type { Reply } from '../gateway-responses.js'

/** A step of the execution, what was sent and said in it, or what went wrong. */
export interface Line {
  readonly kind: 'step' | 'data' | 'error'
  readonly text: string
}

export const step = (text: string): Line => ({ kind: 'step', text })
export const data = (text: string): Line => ({ kind: 'data', text })
export const failed = (text: string): Line => ({ kind: 'error', text })

export function startOf({ context, verb, rawPath, query, request, pathParameters, bodyText }: Call): Line[] {
  return [
    step(`Starting execution for request: ${context.requestId}`),
    step(`HTTP Method: ${verb}, Resource Path: ${rawPath}`),
    data(`Method request path: ${shown(Object.entries(pathParameters))}`),
    data(`Method request query string: ${shown(query)}`),
    data(`Method request headers: ${shown(pairs(request.rawHeaders))}`),
    data(`Method request body before transformations: ${bodyText}`),
  ]
}

/** Without a backend there is none of it to tell. */
export function exchangeOf(exchanged: Exchanged, latencyMs: number): Line[] {
  const { uri, headers, body, status, responseHeaders, responseBody } = exchanged
  return [
    data(`Endpoint request URI: ${uri}`),
    data(`Endpoint request headers: ${exchanged.cutOff ? cutOff(headers) : shown(headers)}`),
    data(`Endpoint request body after transformations: ${body}`),
    step(`Sending request to ${uri}`),
    received(status, latencyMs),
    data(`Endpoint response headers: ${shown(responseHeaders)}`),
    data(`Endpoint response body before transformations: ${responseBody}`),
  ]
}

export function received(status: number, latencyMs: number): Line {
  return step(`Received response. Status: ${status}, Integration latency: ${latencyMs} ms`)
}

export function endOf({ failure, body, headers }: Pick<Reply, 'failure' | 'body' | 'headers'>): Line[] {
  if (failure) return [failed(`Execution failed due to ${failure.cause ?? failure.message}`)]
  return [
    data(`Method response body after transformations: ${body.toString('utf8')}`),
    data(`Method response headers: ${shown(headers)}`),
    step('Successfully completed execution'),
  ]
}

export function completed({ status }: Pick<Reply, 'status'>): Line {
  return step(`Method completed with status: ${status}`)
}

export function cutOff(headers: HeaderList): string {
  return `${shown(headers).slice(0, -1)} [TRUNCATED]`
}

export function shown(entries: HeaderList | readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(', ')}}`
}
