import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { localBackend } from './backend.js'
import { waitingClock } from './clocks.js'
import { atEndpoint } from './endpoint.js'
import type { Target } from './target.js'

const FOUR_MINUTES_MS = 240_000
const TWO_MINUTES_MS = 120_000

export interface SandboxTarget extends Target {
  readonly sandbox: Sandbox
}

/**
 * The sandbox as strict and as slow as an account: signatures are checked and quotas kept, and by its own clock clusters
 * and metrics take minutes, and each call the time that one over the Internet takes.
 */
export async function sandboxTarget(options: SandboxOptions = {}): Promise<SandboxTarget> {
  const clock = waitingClock(Date.UTC(2026, 0, 15, 12))
  const backend = await localBackend(clock.served)
  const sandbox = await startSandbox({
    clock: clock.served,
    randomSeed: 1,
    seed: 'empty',
    accountId: '123456789012',
    iam: 'enforce',
    quota: 'aws',
    clusterTimeMs: FOUR_MINUTES_MS,
    flushTimeMs: TWO_MINUTES_MS,
    metricsDelayMs: TWO_MINUTES_MS,
    ...options,
  })
  return {
    ...atEndpoint(sandbox.url, { paced: true }),
    sandbox,
    name: 'the sandbox',
    clock,
    latencyMs: { control: 300, other: 100 },
    settleMs: 20_000,
    backend: backend.url,
    close: async () => {
      await sandbox.close()
      await backend.close()
    },
  }
}
