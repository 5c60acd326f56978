import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { localBackend } from './backend.js'
import { jumpingClock } from './clocks.js'
import { atEndpoint } from './endpoint.js'
import type { Target } from './target.js'

const FOUR_MINUTES_MS = 240_000

export interface SandboxTarget extends Target {
  readonly sandbox: Sandbox
}

/** The sandbox as strict as an account: signatures are checked, quotas kept, clusters take minutes of its own clock. */
export async function sandboxTarget(options: SandboxOptions = {}): Promise<SandboxTarget> {
  const clock = jumpingClock(Date.UTC(2026, 0, 15, 12))
  const backend = await localBackend()
  const sandbox = await startSandbox({
    clock: clock.served,
    randomSeed: 1,
    seed: 'empty',
    accountId: '123456789012',
    iam: 'enforce',
    quota: 'aws',
    clusterTimeMs: FOUR_MINUTES_MS,
    flushTimeMs: FOUR_MINUTES_MS / 2,
    metricsDelayMs: 60_000,
    ...options,
  })
  return {
    ...atEndpoint(sandbox.url),
    sandbox,
    name: 'the sandbox',
    clock,
    paced: true,
    pollMs: 5_000,
    patienceMs: 900_000,
    settleMs: 20_000,
    backend: backend.url,
    close: async () => {
      await sandbox.close()
      await backend.close()
    },
  }
}
