import type { Target } from '../targets/target.js'
import { type Answer, answerOf, type Json } from '../wire/answer.js'
import { NO_PACE, type Pace } from '../wire/pace.js'
import type { Message, Send } from '../wire/send.js'
import { type Keys, type Scope, signed } from '../wire/sign.js'

export interface ControlOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** How the call is signed, where that is not as it should be; `none` leaves it unsigned. */
  readonly signing?: 'none' | Partial<Scope>
  /** Done to the message once it is signed. */
  readonly tamper?: (message: Message) => Message
}

export interface Clients {
  /** `PATCH /restapis/…` and the body, an object or a text as it stands. */
  readonly control: (line: string, body?: Json, options?: ControlOptions) => Promise<Answer>
  /** An operation of CloudWatch, in JSON. */
  readonly metrics: (operation: string, input: Json, options?: MetricsOptions) => Promise<Answer>
  /** A form in the query dialect, to CloudWatch or STS. */
  readonly form: (service: 'monitoring' | 'sts', parameters: Readonly<Record<string, string>>) => Promise<Answer>
  /** A request to a stage, signed where it says so. */
  readonly invoke: (apiId: string, line: string, options?: InvokeOptions) => Promise<Answer>
}

export interface MetricsOptions {
  /** False leaves out that errors are wanted with the codes of the query dialect too. */
  readonly queryMode?: boolean
}

export interface InvokeOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signed?: boolean
  readonly tamper?: (message: Message) => Message
}

export interface ClientOptions {
  readonly target: Target
  readonly send: Send
  /** The one of the run: whoever calls shares it. */
  readonly pace?: Pace
  readonly signal?: AbortSignal | undefined
  /** Sees each answer of the control plane to a call that was signed as it should be. */
  readonly seen?: (line: string, answer: Answer) => void
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8'
const METRICS = 'GraniteServiceVersion20100801'
const THROTTLED = /Too Many Requests|Rate exceeded|Throttling/i
/** Longer than the slowest quota, one deletion of an API in 30 s, is apart. */
const PATIENCE_MS = 70_000

/** Own small clients: an SDK would hide what came over the wire, and would not send what is wrong. */
export function createClients({ target, send, pace = NO_PACE, signal, seen }: ClientOptions): Clients {
  const { clock, region, latencyMs } = target

  const patient = async (attempt: () => Promise<Answer>): Promise<Answer> => {
    for (let waited = 0, time = 1; ; time++) {
      signal?.throwIfAborted()
      const answer = await attempt()
      if (answer.status !== 429 || !THROTTLED.test(answer.text) || waited >= PATIENCE_MS) return answer
      const ms = 1_000 * Math.min(16, Math.max(Number(answer.headers['retry-after']) || 1, 2 ** (time - 1)))
      waited += ms
      await clock.sleep(ms, signal)
    }
  }
  const over = async (message: Message, ms = latencyMs?.other): Promise<Answer> => {
    if (ms !== undefined) await clock.sleep(ms, signal)
    const sent = send(message)
    return answerOf(await (clock.during?.(sent) ?? sent))
  }
  const deliver = async (message: Message, service: string, options: ControlOptions = {}) => {
    const { signing = {}, tamper = (same) => same } = options
    const ms = service === 'apigateway' ? latencyMs?.control : latencyMs?.other
    if (signing === 'none') return over(tamper(message), ms)
    const keys: Keys = signing.keys ?? (await target.keys())
    const scope = { service, region, at: clock.now(), ...signing, keys }
    return over(tamper(await signed(message, scope)), ms)
  }

  return {
    control: (line, body, options = {}) =>
      patient(async () => {
        await pace(line, signal)
        const [method = '', path = ''] = line.split(' ')
        const origin = target.service('apigateway')
        const headers = { host: origin.host, accept: 'application/json', ...options.headers }
        const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
        const typed = text === undefined ? {} : { 'content-type': 'application/json' }
        const sized = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }
        const message = { method, origin, target: path, headers: { ...typed, ...sized, ...headers } }
        const answer = await deliver(text === undefined ? message : { ...message, body: text }, 'apigateway', options)
        if (options.signing === undefined && options.tamper === undefined) seen?.(line, answer)
        return answer
      }),
    metrics: (operation, input, { queryMode = true } = {}) =>
      patient(() => {
        const origin = target.service('monitoring')
        const headers = {
          host: origin.host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `${METRICS}.${operation}`,
          // As the SDKs send it: errors then have the codes of the query dialect too.
          ...(queryMode ? { 'x-amzn-query-mode': 'true' } : {}),
        }
        const body = JSON.stringify(input)
        return deliver({ method: 'POST', origin, target: '/', headers, body }, 'monitoring')
      }),
    form: (service, parameters) => {
      const origin = target.service(service)
      const headers = { host: origin.host, 'content-type': FORM }
      const body = new URLSearchParams(parameters).toString()
      return deliver({ method: 'POST', origin, target: '/', headers, body }, service)
    },
    invoke: async (apiId, line, { headers = {}, body, signed: sign = false, tamper } = {}) => {
      signal?.throwIfAborted()
      const { origin, host } = target.invoke(apiId)
      const [method = '', path = ''] = line.split(' ')
      const message = {
        method,
        origin,
        target: path,
        headers: { host, ...headers },
        ...(body === undefined ? {} : { body }),
      }
      const signing = sign ? {} : { signing: 'none' as const }
      return deliver(message, 'execute-api', { ...signing, ...(tamper ? { tamper } : {}) })
    },
  }
}
