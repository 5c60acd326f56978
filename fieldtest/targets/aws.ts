import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { realClock } from './clocks.js'
import type { Target } from './target.js'

/** An AWS account, with the credentials that the AWS CLI would take. */
export function awsTarget(region: string, options: { profile?: string; backend?: string } = {}): Target {
  const { profile, backend } = options
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return {
    name: `AWS, ${region}`,
    region,
    keys: fromNodeProviderChain(profile === undefined ? {} : { profile }),
    service: (name) => new URL(`https://${name}.${region}.${suffix}`),
    invoke: (apiId) => {
      const host = `${apiId}.execute-api.${region}.${suffix}`
      return { origin: new URL(`https://${host}`), host }
    },
    clock: realClock,
    paced: true,
    pollMs: 5_000,
    patienceMs: 1_800_000,
    settleMs: 20_000,
    backend,
    close: async () => undefined,
  }
}
