import {
  CreateDeploymentCommand,
  FlushStageAuthorizersCacheCommand,
  GetDeploymentsCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PROD, refused, replace } from '../../support/sandbox.js'
import { BUSY, CACHED, stage } from './stage.js'

describe('the cluster', () => {
  it('L5 is flushed for two seconds, without caching, and has no entry after it', async () => {
    const { flush, status, pet, clock } = await stage(CACHED)
    await pet()

    const { $metadata } = await flush()

    expect($metadata.httpStatusCode).toBe(202)
    expect(await status()).toBe('FLUSH_IN_PROGRESS')
    expect([await pet(), await pet()]).toEqual(['call 2', 'call 3'])
    clock.advance(2000)
    expect(await status()).toBe('AVAILABLE')
    expect([await pet(), await pet()]).toEqual(['call 4', 'call 4'])
  })

  it('L6 cannot be flushed where there is none, unless the knob accepts it', async () => {
    const strict = await stage()
    const lenient = await stage({}, { knobs: { flushWithoutCluster: 'accept' } })

    expect(await refused(strict.flush())).toBe('400 BadRequestException: Cache cluster is not enabled for this stage')
    await lenient.flush()
    expect(await lenient.status()).toBe('NOT_AVAILABLE')
  })

  it('L7 takes no other change while it is flushed, nor from a deployment', async () => {
    const { patch, flush, gateway, clock, status } = await stage(CACHED)
    const deploy = () =>
      gateway.send(new CreateDeploymentCommand({ ...PROD, cacheClusterEnabled: true, cacheClusterSize: '1.6' }))
    await flush()

    for (const change of [flush(), patch([replace('/*/*/caching/enabled', 'false')]), deploy()]) {
      expect(await refused(change)).toBe(BUSY)
    }
    expect((await gateway.send(new GetDeploymentsCommand({ restApiId: API }))).items?.length).toBe(1)
    clock.advance(2000)
    await deploy()
    expect(await status()).toBe('CREATE_IN_PROGRESS')
  })

  it('L12 has nothing to do with the authorizers’ cache, which is flushed without one', async () => {
    const { gateway, status } = await stage()

    const { $metadata } = await gateway.send(new FlushStageAuthorizersCacheCommand(PROD))

    expect($metadata.httpStatusCode).toBe(202)
    expect(await status()).toBe('NOT_AVAILABLE')
  })
})
