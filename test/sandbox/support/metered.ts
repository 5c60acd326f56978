import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { onTestFinished } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { API, connection, type Running, running } from './sandbox.js'

export const STAGE = [
  { Name: 'ApiName', Value: 'pets' },
  { Name: 'Stage', Value: 'prod' },
]
export const NAMESPACE = 'AWS/ApiGateway'
const START = Date.UTC(2026, 0, 1)
export const MINUTE = 60_000

export const at = (minutes: number) => new Date(START + minutes * MINUTE)

export interface Metered extends Running {
  readonly cloudWatch: CloudWatchClient
  /** So many requests to a cached method: the first in a fresh sandbox misses, the others hit. */
  readonly ask: (times: number) => Promise<void>
}

/** A sandbox with a stage that caches, and the real SDK's CloudWatch client for it. */
export async function metered(options: SandboxOptions = {}): Promise<Metered> {
  const made = await running({
    seed: {
      apis: [
        {
          id: API,
          name: 'pets',
          methods: { 'GET /pets': { integration: { type: 'MOCK', body: '{}' } } },
          stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
        },
      ],
    },
    ...options,
  })
  const cloudWatch = new CloudWatchClient({ ...connection(made.sandbox), maxAttempts: 1 })
  onTestFinished(() => cloudWatch.destroy())
  const ask = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const answer = await made.http(`GET /restapis/${API}/prod/_user_request_/pets`)
      if (answer.status !== 200) throw new Error(`the sandbox answered ${answer.status}`)
      await answer.text()
    }
  }
  return { ...made, cloudWatch, ask }
}
