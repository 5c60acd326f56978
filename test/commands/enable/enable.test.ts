import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

describe('enable', () => {
  it('provisions a cache, turns GET caching on and waits until it serves', async () => {
    const { cli, clock } = await withSandbox()
    const before = clock.now()

    const { code, stdout, stderr } = await cli('enable --stage prod --size 0.5')

    expect(stdout).toContain('✓ the cache is on: pets / prod')
    expect(stdout).toContain('AVAILABLE, 0.5 GB')
    expect(stdout).toContain('GET cached for 300 s')
    expect(stderr).toContain('using stage prod of API pets')
    expect(stderr).toContain('CREATE_IN_PROGRESS')
    expect(code).toBe(0)
    expect(clock.now() - before).toBeGreaterThanOrEqual(240_000)
  })

  it('gives the StageCache of the contract as JSON', async () => {
    const { cli } = await withSandbox()

    const { stdout, stderr } = await cli('enable --api pets --stage prod -o json')

    expect(JSON.parse(stdout)).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: expect.stringMatching(/^[a-z0-9]{10}$/), name: 'pets' },
      stage: 'prod',
      cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
      defaults: {
        caching: true,
        ttlSeconds: 300,
        encrypted: false,
        requireAuthorization: true,
        unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
      },
      changed: true,
      waitedMs: expect.any(Number),
    })
    expect(stderr).not.toContain('using')
  })

  it('says where the cluster is billed and nothing is stored, also later, and only there', async () => {
    const { cli } = await withSandbox()
    const warning = /billed, and with a TTL of 0 nothing is stored; to store answers:\n.*defaults --ttl 300 --api/

    expect((await cli('enable --stage prod --ttl 0')).stderr).toMatch(warning)
    expect((await cli('enable --stage prod')).stderr).toMatch(warning)
    expect((await cli('enable --stage prod --ttl 60')).stderr).not.toMatch(/billed, and/)
  })

  it('changes nothing the second time, and says so', async () => {
    const { cli, sent } = await withSandbox()
    await cli('enable --stage prod --size 0.5')
    sent()

    const { code, stdout } = await cli('enable --stage prod --size 0.5')

    expect(code).toBe(0)
    expect(stdout).toContain('= nothing to change, the cache is on')
    expect(sent().filter((one) => !one.startsWith('Get'))).toEqual([])
  })

  it('names resize where the cache has another size', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod --size 0.5')

    const { code, stderr } = await cli('enable --api pets --stage prod --size 1.6')

    expect(code).toBe(2)
    expect(stderr).toMatch(/error: stage prod of API pets has a cache of 0.5 GB, not 1.6 GB/)
    expect(stderr).toMatch(/apigw-cache resize --size 1.6 --api \w+ --stage prod/)
  })
})
