import { realClock } from './clocks.js'
import type { Target } from './target.js'

const REGION = 'us-east-1'

/** Any server that speaks for all services at one address, told apart by `Host` and signature. */
export function atEndpoint(url: string, backend?: string): Target {
  const origin = new URL(url)
  return {
    name: origin.href,
    region: REGION,
    keys: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    service: () => origin,
    invoke: (apiId) => ({ origin, host: `${apiId}.execute-api.${REGION}.amazonaws.com` }),
    clock: realClock,
    paced: false,
    pollMs: 500,
    patienceMs: 30_000,
    settleMs: 0,
    backend,
    close: async () => undefined,
  }
}
