import { realClock } from './clocks.js'
import type { Target } from './target.js'

const REGION = 'us-east-1'

export interface EndpointOptions {
  readonly backend?: string | undefined
  /** As an account is: it has quotas, and changes take minutes. */
  readonly paced?: boolean
}

/** Any server that speaks for all services at one address, told apart by `Host` and signature. */
export function atEndpoint(url: string, { backend, paced = false }: EndpointOptions = {}): Target {
  const origin = new URL(url)
  return {
    name: origin.href,
    region: REGION,
    keys: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    service: () => origin,
    invoke: (apiId) => ({ origin, host: `${apiId}.execute-api.${REGION}.amazonaws.com` }),
    clock: realClock,
    paced,
    pollMs: paced ? 5_000 : 500,
    patienceMs: paced ? 900_000 : 30_000,
    settleMs: 0,
    backend,
    close: async () => undefined,
  }
}
