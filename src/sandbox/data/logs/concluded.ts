import { own } from '../../http/own.js'
import type { Stage } from '../../world/model.js'
import type { Call } from '../call.js'
import type { Executed } from '../execute.js'

/** A request that has its answer. */
export interface Concluded {
  readonly call: Call
  readonly stage: Stage
  readonly executed: Executed
  readonly latencyMs: number
}

type Read = (concluded: Concluded) => string | number | null | undefined

const integrationLatency: Read = ({ call, executed }) =>
  call.method.integration?.type === 'MOCK' ? null : executed.integrationLatencyMs

/** Of a function what Lambda itself said, which is fine with one that fails. */
const serviceStatus: Read = ({ call, executed }) => {
  if (call.method.integration?.type !== 'AWS_PROXY') return call.integrationStatus
  const isLate = executed.reply.failure?.type === 'INTEGRATION_TIMEOUT'
  return executed.integrationLatencyMs === null || isLate ? null : 200
}

const consulted = ({ call }: Concluded) => call.consulted

const failure = ({ executed }: Concluded) => executed.reply.failure

/** The variables of `$context` that only access logs have. */
const VARIABLES: Readonly<Record<string, Read>> = {
  'authorize.error': (concluded) =>
    consulted(concluded)?.policyStatus === 403 ? failure(concluded)?.message : undefined,
  'authorize.latency': (concluded) => (consulted(concluded)?.policyStatus ? 0 : undefined),
  'authorize.status': (concluded) => consulted(concluded)?.policyStatus,
  'authorizer.error': (concluded) => consulted(concluded)?.problem,
  'authorizer.integrationLatency': (concluded) => consulted(concluded)?.latencyMs,
  'authorizer.integrationStatus': (concluded) => (consulted(concluded)?.requestId ? 200 : undefined),
  'authorizer.latency': (concluded) => consulted(concluded)?.latencyMs,
  'authorizer.requestId': (concluded) => consulted(concluded)?.requestId,
  'authorizer.status': (concluded) => consulted(concluded)?.status,
  'error.message': (concluded) => failure(concluded)?.message,
  'error.messageString': (concluded) => {
    const message = failure(concluded)?.message
    return message === undefined || message === null ? undefined : JSON.stringify(message)
  },
  'error.responseType': (concluded) => failure(concluded)?.type,
  'error.validationErrorString': (concluded) => failure(concluded)?.validation,
  'integration.error': ({ executed }) =>
    executed.integrationLatencyMs === null ? undefined : executed.reply.failure?.cause,
  'integration.integrationStatus': serviceStatus,
  'integration.latency': integrationLatency,
  'integration.status': ({ call }) => call.integrationStatus,
  integrationLatency,
  integrationStatus: serviceStatus,
  responseLatency: ({ latencyMs }) => latencyMs,
  responseLength: ({ call, executed }) => (call.verb === 'HEAD' ? 0 : executed.reply.body.length),
  status: ({ executed }) => executed.reply.status,
  xrayTraceId: ({ call, stage }) => (stage.tracingEnabled ? call.traceId : null),
}

/** Undefined where the request has no such variable. */
export function concludedValue(concluded: Concluded, name: string): string | undefined {
  const value = own(VARIABLES, name)?.(concluded)
  return value === undefined || value === null ? undefined : String(value)
}
