import { hidingSecrets, masked } from '../../http/secrets.js'
import type { GatewayResponseType } from '../../world/gateway-response.js'
import type { MethodSetting, Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call, Exchanged } from '../call.js'
import type { Executed } from '../execute.js'
import type { Reply } from '../gateway-responses.js'
import { authorizerLines } from './authorizer-lines.js'
import {
  completed,
  data,
  endOf,
  exchangeOf,
  failed,
  type Line,
  received,
  shown,
  startOf,
  step,
} from './execution-lines.js'
import { streamOf } from './streams.js'

/** Called with the answer. */
export type ExecutionNote = (executed: Executed) => void

export interface ExecutionLog {
  /** Null where the setting asks for no log. Called before the method is executed. */
  watch(call: Call, stage: Stage, setting: MethodSetting | undefined): ExecutionNote | null
}

/** Longer events are cut off by API Gateway, before CloudWatch Logs sees them. */
const MOST_BYTES = 1024

/** With these no execution begins. */
const TURNED_AWAY: ReadonlySet<GatewayResponseType> = new Set([
  'ACCESS_DENIED',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'EXPIRED_TOKEN',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'THROTTLED',
  'UNAUTHORIZED',
])

/** Writes what methods do, and what is wrong with it, to the log group that API Gateway has for each stage. */
export function createExecutionLog({ logs, clock }: Pick<World, 'logs' | 'clock'>): ExecutionLog {
  return {
    watch(call, stage, setting) {
      const level = setting?.loggingLevel
      if (level === undefined || level === 'OFF') return null
      let exchanged: Exchanged | null = null
      call.watch = (seen) => {
        exchanged = seen
      }
      const wanted = ({ kind }: Line) =>
        kind === 'error' || (kind === 'data' ? setting?.dataTraceEnabled : level === 'INFO')
      return (executed) => {
        if (executed.reply.failure?.unlogged) return
        const lines = linesOf(call, stage, executed, exchanged).filter(wanted)
        if (lines.length === 0) return
        const { apiId, requestId, extendedRequestId } = call.context
        const texts = [`Extended Request Id: ${extendedRequestId}`, ...lines.map(({ text }) => text)]
        const hide = hidingSecrets(call.request)
        for (const text of texts) {
          const message = cut(`(${requestId}) ${hide(text)}`)
          logs.write(groupOf(apiId, stage), streamOf(requestId), clock.now(), message)
        }
      }
    },
  }
}

function groupOf(apiId: string, { stageName }: Stage): string {
  return `API-Gateway-Execution-Logs_${apiId}/${stageName}`
}

function linesOf(call: Call, stage: Stage, executed: Executed, exchanged: Exchanged | null): Line[] {
  const { reply } = executed
  const turnedAway = reply.failure !== undefined && TURNED_AWAY.has(reply.failure.type)
  return [
    ...authorizerLines(call, reply),
    ...(turnedAway ? [] : [...planOf(call), ...startOf(call), ...answerOf(executed, exchanged), ...endOf(reply)]),
    ...gatewayResponseOf(reply),
    completed(reply),
    ...(stage.tracingEnabled && call.traceId !== null ? [step(`X-ray Tracing ID : ${call.traceId}`)] : []),
  ]
}

function answerOf({ hit, reply, integrationLatencyMs }: Executed, exchanged: Exchanged | null): Line[] {
  if (hit) return [received(reply.status, 0)]
  return exchanged ? exchangeOf(exchanged, integrationLatencyMs ?? 0) : []
}

function planOf({ method, resource, context: { requestId, apiId, stage }, caller }: Call): Line[] {
  const key = caller.apiKey ? `${masked(caller.apiKey.value)} ` : ''
  return [
    step(`Verifying Usage Plan for request: ${requestId}. API Key: ${key}API Stage: ${apiId}/${stage}`),
    ...(method.apiKeyRequired
      ? []
      : [
          step(
            `API Key authorized because method '${method.httpMethod} ${resource.path}' does not require API Key. ` +
              'Request will not contribute to throttle or quota limits',
          ),
        ]),
    step(`Usage Plan check succeeded for API Key ${key}and API Stage ${apiId}/${stage}`),
  ]
}

function gatewayResponseOf({ failure, status, body, headers }: Reply): Line[] {
  if (!failure) return []
  return [
    failed(`Gateway response type: ${failure.type} with status code: ${status}`),
    data(`Gateway response body: ${body.toString('utf8')}`),
    data(`Gateway response headers: ${shown(headers)}`),
  ]
}

/** Never inside a character. */
function cut(message: string): string {
  const bytes = Buffer.from(message)
  if (bytes.length <= MOST_BYTES) return message
  return `${bytes
    .subarray(0, MOST_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '')} [TRUNCATED]`
}
