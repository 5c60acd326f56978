import { FlushStageCacheCommand, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import type { SandboxOptions, SeedStage } from '../../../../src/sandbox/index.js'
import { API, PETS, PROD, type replace, running } from '../../support/sandbox.js'

export const BUSY = '409 ConflictException: A previous change is still in progress'
export const CACHED = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } as const
/** A stage `prod` and what an operator does with it. */
export async function stage(prod: SeedStage = {}, options: SandboxOptions = {}) {
  const run = await running({
    seed: { apis: [{ ...PETS, methods: COUNTED, stages: { prod } }] },
    handlers: counter(),
    ...options,
  })
  const { gateway, http } = run
  const read = () => gateway.send(new GetStageCommand(PROD))
  return {
    ...run,
    read,
    status: async () => (await read()).cacheClusterStatus,
    patch: (patchOperations: ReturnType<typeof replace>[]) =>
      gateway.send(new UpdateStageCommand({ ...PROD, patchOperations })),
    flush: () => gateway.send(new FlushStageCacheCommand(PROD)),
    pet: async () => (await http(`GET /restapis/${API}/prod/_user_request_/pets/1`)).text(),
  }
}

const COUNTED = { 'GET /pets/{id}': { integration: { type: 'AWS_PROXY', handler: 'count' } } } as const

function counter() {
  let calls = 0
  return { count: () => ({ statusCode: 200, body: `call ${++calls}` }) }
}
