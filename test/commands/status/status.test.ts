import { describe, expect, it } from 'vitest'
import type { PolicyStatement, Seed, SeedStage } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const MOCK = { integration: { type: 'MOCK' } } as const
const PETS: Seed['apis'][number] = {
  id: 'aaaaaaaaaa',
  name: 'pets',
  methods: { 'GET /pets': MOCK },
  stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
}
const HOUR_MS = 3_600_000

/** Somebody with these statements only. */
async function somebodyWith(...Statement: readonly PolicyStatement[]) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
  const bench = await withSandbox({ seed: { identities: [ann], apis: [PETS] }, iam: 'enforce' })
  const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }
  return { ...bench, cli: (command: string) => bench.cli(command, { env }) }
}
const allow = (Action: string, Resource = '*'): PolicyStatement => ({ Effect: 'Allow', Action, Resource })
const ONE_API = 'arn:aws:apigateway:us-east-1::/restapis/aaaaaaaaaa*'

describe('status', () => {
  it.each([
    ['TTL 0', 0, true, 'GET not cached (TTL 0)'],
    ['TTL 0 and no cluster', 0, false, 'GET not cached (TTL 0)'],
    ['TTL 1', 1, true, 'GET cached for 1 s, not encrypted, invalidation needs authorisation (else warn)'],
    ['TTL 1 and no cluster', 1, false, 'GET not cached: without a cluster, caching for 1 s is only a setting'],
  ])('says what becomes of a GET with %s', async (_, cacheTtlInSeconds, withCluster, line) => {
    const settings = { '*/*': { cachingEnabled: true, cacheTtlInSeconds } }
    const prod: SeedStage = withCluster ? { cluster: '0.5', settings } : { settings }
    const { cli } = await withSandbox({ seed: { apis: [{ ...PETS, stages: { prod } }] } })

    expect((await cli('status --stage prod')).stdout).toContain(`\n  defaults  ${line}\n`)
  })

  it('has these fields as JSON, and no others', async () => {
    const { cli } = await withSandbox({ seed: { apis: [PETS] } })

    const { code, stdout } = await cli('status --stage prod --methods -o json')

    const settings = {
      caching: true,
      ttlSeconds: 300,
      encrypted: false,
      requireAuthorization: true,
      unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
    }
    const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
    expect(JSON.parse(stdout)).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: 'aaaaaaaaaa', name: 'pets' },
      stage: 'prod',
      cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
      defaults: settings,
      changed: false,
      waitedMs: 0,
      methods: [
        {
          method: 'GET',
          path: '/pets',
          ...settings,
          source: 'stage-default',
          cached: true,
          keys: [],
          pendingKeys: null,
        },
      ],
      metrics: {
        since: time,
        until: time,
        settledUntil: time,
        periodSeconds: 60,
        hits: null,
        misses: null,
        requests: null,
        ratio: null,
        series: [],
        methods: null,
      },
      price: { billed: true, hourlyUsd: 0.02, monthlyUsd: 14.6, asOf: expect.any(String), of: 'us-east-1' },
      managedBy: null,
      canary: null,
      warnings: [],
    })
    expect(code).toBe(0)
  })

  it('names the IAM action that is missing', async () => {
    const { cli } = await somebodyWith(allow('cloudwatch:*'))

    const { code, stdout, stderr } = await cli('status --api aaaaaaaaaa --stage prod')

    expect(code).toBe(4)
    expect(stdout).toBe('')
    expect(stderr).toContain('not allowed: apigateway:GET on')
    expect(stderr).toContain('/restapis/aaaaaaaaaa')
  })

  it('goes on where the APIs may not be listed, and warns that figures may be shared', async () => {
    const { cli } = await somebodyWith(allow('apigateway:GET', ONE_API), allow('cloudwatch:*'))

    const { code, stdout } = await cli('status --api aaaaaaaaaa --stage prod --since 2h --until 1h -o json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      metrics: { hits: 0, requests: 0 },
      warnings: [
        {
          rule: 'namesakes-unknown',
          message: expect.stringContaining('not allowed: apigateway:GET on /restapis'),
        },
      ],
    })
  })

  it('goes on where CloudWatch may not be asked, and names the action', async () => {
    const { cli } = await somebodyWith(allow('apigateway:GET'))

    const { code, stdout } = await cli('status --stage prod -o json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { status: 'AVAILABLE' },
      metrics: { hits: null, misses: null, requests: null, ratio: null, series: [] },
      warnings: [{ rule: 'metrics-denied', message: expect.stringContaining('cloudwatch:GetMetricStatistics') }],
    })
    expect((await cli('status --stage prod')).stdout).toContain('last 1 h: not known, see the warning')
  })
})

describe('the window of status', () => {
  const traffic = (stdout: string) => stdout.split('\n').find((line) => line.includes('traffic')) ?? ''

  it('is called the last hours only where it ends now', async () => {
    const { cli, clock } = await withSandbox({ seed: { apis: [PETS] } })
    const at = (agoMs: number) => new Date(clock.now() - agoMs).toISOString().replace('.000Z', 'Z')

    expect(traffic((await cli('status --stage prod --since 4h')).stdout)).toContain('last 4 h: ')
    const past = traffic((await cli('status --stage prod --since 4h --until 2h')).stdout)
    expect(past).toContain(`${at(4 * HOUR_MS)} to ${at(2 * HOUR_MS)}: `)
    expect(past).not.toContain('last')
  })

  it('begins at most 455 days ago, because CloudWatch keeps nothing older', async () => {
    const { cli, sent } = await withSandbox({ seed: { apis: [PETS] } })

    expect((await cli('status --stage prod --since 455d')).code).toBe(0)
    sent()
    const { code, stderr } = await cli('status --stage prod --since 456d')
    expect(stderr).toContain('--since is before what CloudWatch keeps')
    expect(stderr).toContain('455d')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })
})

describe('the figures of a question', () => {
  const namesake = { ...PETS, id: 'bbbbbbbbbb' }

  it.each([
    ['of the API alone', [PETS], /reach the backend: 1 hit/],
    ['never those of two APIs of one name', [PETS, namesake], /reach the backend: no figure/],
  ])('are %s', async (_, apis, load) => {
    const { cli, clock, sandbox } = await withSandbox({ seed: { apis } })
    const url = `${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`
    for (const _ of ['a miss', 'a hit']) await fetch(url)
    await clock.sleep(60_000)

    const { stderr } = await cli('flush --api aaaaaaaaaa --stage prod', { answers: [false] })

    expect(stderr).toMatch(load)
  })
})
