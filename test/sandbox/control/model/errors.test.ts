import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as sdk from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { API, PROD, replace, running } from '../../support/sandbox.js'

type Sent = (gateway: Awaited<ReturnType<typeof running>>['gateway'], resourceId: string) => Promise<unknown>

const enabling = (more: object = {}) => ({
  cacheClusterEnabled: true,
  cacheClusterSize: '0.5' as const,
  ...more,
})
const patched = (path: string, value: string) => ({ patchOperations: [replace(path, value)] })
const enable: Sent = (gateway) =>
  gateway.send(new sdk.UpdateStageCommand({ ...PROD, ...patched('/cacheClusterEnabled', 'true') }))

/** By operation and error: what is sent for it. Errors that nothing but the service's own state leads to are faults. */
const PROVOKED: Readonly<Record<string, Readonly<Record<string, Sent | Fault>>>> = {
  UpdateStage: {
    BadRequestException: (gateway) =>
      gateway.send(new sdk.UpdateStageCommand({ ...PROD, ...patched('/deploymentId', 'nope') })),
    ConflictException: async (gateway, id) => {
      await enable(gateway, id)
      return gateway.send(new sdk.UpdateStageCommand({ ...PROD, ...patched('/cacheClusterSize', '1.6') }))
    },
    NotFoundException: (gateway) =>
      gateway.send(new sdk.UpdateStageCommand({ ...PROD, stageName: 'nope', ...patched('/description', 'd') })),
    LimitExceededException: 'limit',
    TooManyRequestsException: 'throttle',
    UnauthorizedException: 'unauthorized',
  },
  FlushStageCache: {
    BadRequestException: (gateway) => gateway.send(new sdk.FlushStageCacheCommand(PROD)),
    ConflictException: async (gateway, id) => {
      await enable(gateway, id)
      return gateway.send(new sdk.FlushStageCacheCommand(PROD))
    },
    NotFoundException: (gateway) => gateway.send(new sdk.FlushStageCacheCommand({ ...PROD, stageName: 'nope' })),
    LimitExceededException: 'limit',
    TooManyRequestsException: 'throttle',
    UnauthorizedException: 'unauthorized',
  },
  CreateStage: {
    BadRequestException: (gateway) =>
      gateway.send(new sdk.CreateStageCommand({ restApiId: API, stageName: 'new', deploymentId: 'nope' })),
    ConflictException: async (gateway) => {
      const { deploymentId } = await gateway.send(new sdk.GetStageCommand(PROD))
      return gateway.send(new sdk.CreateStageCommand({ ...PROD, deploymentId }))
    },
    NotFoundException: (gateway) =>
      gateway.send(new sdk.CreateStageCommand({ restApiId: 'nope', stageName: 'new', deploymentId: 'nope' })),
    LimitExceededException: 'limit',
    TooManyRequestsException: 'throttle',
    UnauthorizedException: 'unauthorized',
  },
  UpdateIntegration: {
    BadRequestException: (gateway, resourceId) =>
      gateway.send(new sdk.UpdateIntegrationCommand({ ...get(resourceId), ...patched('/timeoutInMillis', '1') })),
    ConflictException: 'conflict',
    NotFoundException: (gateway) =>
      gateway.send(new sdk.UpdateIntegrationCommand({ ...get('nope'), ...patched('/uri', 'x') })),
    LimitExceededException: 'limit',
    TooManyRequestsException: 'throttle',
    UnauthorizedException: 'unauthorized',
  },
  CreateDeployment: {
    BadRequestException: (gateway) =>
      gateway.send(new sdk.CreateDeploymentCommand({ restApiId: API, stageName: 'a b' })),
    ConflictException: async (gateway, id) => {
      await enable(gateway, id)
      return gateway.send(new sdk.CreateDeploymentCommand({ ...PROD, ...enabling({ cacheClusterSize: '1.6' }) }))
    },
    NotFoundException: (gateway) => gateway.send(new sdk.CreateDeploymentCommand({ restApiId: 'nope' })),
    LimitExceededException: 'limit',
    ServiceUnavailableException: 'unavailable',
    TooManyRequestsException: 'throttle',
    UnauthorizedException: 'unauthorized',
  },
}

type Fault = 'limit' | 'throttle' | 'unauthorized' | 'conflict' | 'unavailable'

const get = (resourceId: string) => ({ restApiId: API, resourceId, httpMethod: 'GET' })

/** Something harmless, for the fault to be the answer to. */
const HARMLESS: Readonly<Record<string, Sent>> = {
  UpdateStage: (gateway) => gateway.send(new sdk.UpdateStageCommand({ ...PROD, ...patched('/description', 'd') })),
  FlushStageCache: (gateway) => gateway.send(new sdk.FlushStageCacheCommand(PROD)),
  CreateStage: (gateway) =>
    gateway.send(new sdk.CreateStageCommand({ restApiId: API, stageName: 'new', deploymentId: 'nope' })),
  UpdateIntegration: (gateway, resourceId) =>
    gateway.send(new sdk.UpdateIntegrationCommand({ ...get(resourceId), ...patched('/timeoutInMillis', '50') })),
  CreateDeployment: (gateway) => gateway.send(new sdk.CreateDeploymentCommand({ restApiId: API })),
}

it.each(
  Object.entries(PROVOKED).flatMap(([operation, errors]) => Object.keys(errors).map((error) => [operation, error])),
)('C223 %s is answered with %s', async (operation, error) => {
  const { gateway, sandbox } = await running()
  const { items = [] } = await gateway.send(new sdk.GetResourcesCommand({ restApiId: API }))
  const resourceId = items.find(({ resourceMethods }) => resourceMethods)?.id ?? ''
  const given = PROVOKED[operation]?.[error]
  if (typeof given === 'string') sandbox.faults.next.push({ kind: given })
  const send = typeof given === 'function' ? given : HARMLESS[operation]

  // The class is the SDK's own for an error that the operation has.
  await expect(send?.(gateway, resourceId)).rejects.toBeInstanceOf(Reflect.get(sdk, error))
})

it('C223 these are the errors that the operations have', () => {
  const types = join(dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-api-gateway')), '../dist-types')
  for (const [operation, errors] of Object.entries(PROVOKED)) {
    const declared = readFileSync(join(types, `commands/${operation}Command.d.ts`), 'utf8')
    const thrown = [...declared.matchAll(/@throws \{@link (\w+)\} \(/g)].map(([, name]) => name)
    expect(new Set(thrown), operation).toEqual(new Set(Object.keys(errors)))
  }
})
