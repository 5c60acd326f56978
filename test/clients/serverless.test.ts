import { createRequire } from 'node:module'
import {
  type APIGatewayClient,
  GetStageCommand,
  UpdateStageCommand,
  type UpdateStageCommandInput,
} from '@aws-sdk/client-api-gateway'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { API, running } from '../sandbox/support/sandbox.js'

interface Plugin {
  createSettings(): void
  updateStage(): Promise<void>
}

const Plugin = createRequire(import.meta.url)('serverless-api-gateway-caching') as new (service: object) => Plugin

const FOUR_MINUTES_MS = 240_000
const PROD = { restApiId: API, stageName: 'prod' }
const seed = {
  apis: [
    {
      id: API,
      name: 'pets',
      methods: {
        'GET /pets': { integration: { type: 'MOCK' as const } },
        'ANY /any': { integration: { type: 'MOCK' as const } },
      },
      stages: { prod: { settings: { '*/*': { metricsEnabled: true, loggingLevel: 'INFO' as const } } } },
    },
  ],
}
const functions = {
  pets: {
    events: [{ http: { path: '/pets', method: 'get', caching: { enabled: true, ttlInSeconds: 60 } } }],
  },
  any: { events: [{ http: { path: '/any', method: 'any', caching: { enabled: true } } }] },
}

/** The framework's own part: requests through the SDK, errors with their `code`. */
function deployer(gateway: APIGatewayClient, onConflict: () => void = () => undefined) {
  const log: string[] = []
  const request = async (_: string, operation: string, input: UpdateStageCommandInput) => {
    try {
      if (operation === 'getStage') return await gateway.send(new GetStageCommand(input))
      return await gateway.send(new UpdateStageCommand(input))
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (error.name === 'ConflictException') onConflict()
      throw Object.assign(error, { code: error.name })
    }
  }
  const deploy = async (caching: object, own: Readonly<Record<string, object>> = functions) => {
    const service = {
      custom: { apiGatewayCaching: { restApiId: API, ...caching } },
      provider: { stage: 'prod', region: 'us-east-1' },
      functions: own,
      getFunction: (name: string) => own[name],
    }
    const plugin = new Plugin({
      service,
      providers: { aws: { request } },
      cli: { log: (line: string) => log.push(line) },
    })
    plugin.createSettings()
    await plugin.updateStage()
  }
  return { deploy, log }
}

describe("the Serverless plugin's update of a stage", { timeout: 60_000 }, () => {
  // The plugin waits seconds by the machine's clock before it repeats.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('enables the cache with its settings, and switches it off again', async () => {
    const { gateway, clock } = await running({ seed, clusterTimeMs: FOUR_MINUTES_MS })
    const { deploy } = deployer(gateway)
    await deploy({ enabled: true, clusterSize: '1.6', ttlInSeconds: 300, dataEncrypted: true })

    clock.advance(FOUR_MINUTES_MS)
    const enabled = await gateway.send(new GetStageCommand(PROD))
    expect(enabled).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '1.6' })
    expect(enabled.methodSettings?.['*/*']).toMatchObject({ cachingEnabled: false, cacheTtlInSeconds: 300 })
    expect(enabled.methodSettings?.['~1pets/GET']).toMatchObject({
      cachingEnabled: true,
      cacheTtlInSeconds: 60,
      cacheDataEncrypted: true,
      metricsEnabled: true,
      loggingLevel: 'INFO',
    })
    expect(enabled.methodSettings?.['~1any/GET']).toMatchObject({ cachingEnabled: true })
    expect(enabled.methodSettings?.['~1any/POST']).toMatchObject({ cachingEnabled: false })

    await deploy({ enabled: false })
    clock.advance(FOUR_MINUTES_MS)
    const disabled = await gateway.send(new GetStageCommand(PROD))
    expect(disabled).toMatchObject({ cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' })
    expect(disabled.methodSettings?.['~1pets/GET']).toMatchObject({ cachingEnabled: false })
  })

  it('waits for a change that is under way: the second of two parts meets the cluster of the first', async () => {
    const { gateway, clock, sandbox } = await running({ seed, clusterTimeMs: FOUR_MINUTES_MS })
    const { deploy, log } = deployer(gateway, () => {
      clock.advance(FOUR_MINUTES_MS / 2)
      setImmediate(() => vi.advanceTimersByTime(60_000))
    })
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `f${index}`,
        { events: [{ http: { path: `/pets/${index}`, method: 'get', caching: { enabled: true } } }] },
      ]),
    )
    await deploy({ enabled: true }, many)

    const statuses = sandbox
      .requests()
      .flatMap(({ operation, status }) => (operation === 'UpdateStage' ? [status] : []))
    expect(statuses).toEqual([200, 409, 409, 200, 200])
    expect(log.filter((line) => line.includes('Retrying'))).toHaveLength(2)
    expect(log.join('\n')).toContain('A previous change is still in progress')
    const { methodSettings } = await gateway.send(new GetStageCommand(PROD))
    expect(Object.keys(methodSettings ?? {})).toHaveLength(21)
  })
})
