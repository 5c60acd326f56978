import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway'
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type SandboxOptions, type SeedApi, startSandbox } from '../../../src/sandbox/index.js'
import { systemClock } from '../../../src/sandbox/world/clock.js'
import { API, PETS, PROD, type Running, refused, running } from '../support/sandbox.js'

const FIRST = '111111111111'
const SECOND = '222222222222'
const CACHED = { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } } as const

/** One API at home, one abroad, and one of another account abroad, all called `pets`. */
const APIS: readonly SeedApi[] = [
  PETS,
  { ...PETS, id: 'b1b2c3d4e5', region: 'eu-west-1', stages: CACHED },
  { ...PETS, id: 'c1b2c3d4e5', region: 'eu-west-1', accountId: FIRST, stages: CACHED },
]

const everywhere = (options: SandboxOptions = {}) => running({ seed: { apis: APIS }, ...options })

function clientsOf({ sandbox }: Pick<Running, 'sandbox'>, accessKeyId: string, region: string) {
  const connection = {
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId, secretAccessKey: 'test' },
    maxAttempts: 1,
  }
  const gateway = new APIGatewayClient(connection)
  const cloudWatch = new CloudWatchClient(connection)
  onTestFinished(() => {
    gateway.destroy()
    cloudWatch.destroy()
  })
  const ids = async () => ((await gateway.send(new GetRestApisCommand({}))).items ?? []).map(({ id }) => id)
  return { gateway, cloudWatch, ids }
}

describe('the worlds of a sandbox', () => {
  it.each([
    ['test', 'us-east-1', [API]],
    ['AKIAANYBODY', 'us-east-1', [API]],
    ['test', 'eu-west-1', ['b1b2c3d4e5']],
    [FIRST, 'eu-west-1', ['c1b2c3d4e5']],
    [FIRST, 'us-east-1', []],
    [SECOND, 'eu-west-1', []],
    ['test', 'ap-south-1', []],
  ])('A61 A63 show %s in %s the APIs of that account and region: %j', async (key, region, expected) => {
    expect(await clientsOf(await everywhere(), key, region).ids()).toEqual(expected)
  })

  it.each(['off', 'enforce'] as const)(
    'A61 I14 put an identity into its account, and the number of an account too: %s',
    async (iam) => {
      const allow = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const
      const ann = {
        accessKeyId: 'AKIDANN',
        secretAccessKey: 'test',
        name: 'ann',
        accountId: FIRST,
        policies: [allow],
      }
      const run = await everywhere({ iam, clock: systemClock, seed: { identities: [ann], apis: APIS } })

      expect(await clientsOf(run, 'AKIDANN', 'eu-west-1').ids()).toEqual(['c1b2c3d4e5'])
      expect(await clientsOf(run, FIRST, 'eu-west-1').ids()).toEqual(['c1b2c3d4e5'])
    },
  )

  it('I14 refuses the number of an account with another secret than test', async () => {
    const { sandbox } = await everywhere({ iam: 'enforce', clock: systemClock })
    const gateway = new APIGatewayClient({
      endpoint: sandbox.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: FIRST, secretAccessKey: 'guessed' },
    })
    onTestFinished(() => gateway.destroy())

    expect(await refused(gateway.send(new GetRestApisCommand({})))).toContain('403 InvalidSignatureException')
  })

  it('A62 are one for all regions of an account where the seed names none', async () => {
    const run = await running({ seed: { apis: [PETS, { ...PETS, id: 'd1b2c3d4e5', accountId: FIRST }] } })
    const seen = async (key: string, region: string) => clientsOf(run, key, region).ids()

    for (const region of ['us-east-1', 'eu-west-1', 'me-south-1', 'us-gov-west-1']) {
      expect(await seen('test', region)).toEqual([API])
      expect(await seen(FIRST, region)).toEqual(['d1b2c3d4e5'])
      expect(await seen(SECOND, region)).toEqual([])
    }
  })

  it('A63 refuse who signs for a region that is off, and make no world of it', async () => {
    const run = await everywhere()
    for (const region of ['me-south-1', 'us-gov-west-1', 'nowhere-at-all-1']) {
      const { gateway, cloudWatch } = clientsOf(run, 'test', region)
      const words = '403 UnrecognizedClientException: The security token included in the request is invalid.'
      expect(await refused(gateway.send(new CreateRestApiCommand({ name: 'lost' })))).toBe(words)
      expect(await refused(cloudWatch.send(new ListMetricsCommand({})))).toBe(words)
    }
    const health = await (await run.http('GET /_sandbox/health')).json()
    expect(health).toMatchObject({
      worlds: [
        { accountId: '000000000000', region: 'us-east-1', apis: 1 },
        { accountId: '000000000000', region: 'eu-west-1', apis: 1 },
        { accountId: FIRST, region: 'eu-west-1', apis: 1 },
      ],
    })
  })

  it('A63 serve a region that is off elsewhere to the account that has an API there', async () => {
    const run = await everywhere({ seed: { apis: [{ ...PETS, accountId: FIRST, region: 'me-south-1' }] } })

    expect(await clientsOf(run, FIRST, 'me-south-1').ids()).toEqual([API])
    await expect(clientsOf(run, SECOND, 'me-south-1').ids()).rejects.toThrow('security token')
  })

  it('A60 throttle each account and region for itself', async () => {
    const run = await everywhere({ quota: 1 })
    const places = [
      ['test', 'us-east-1'],
      ['test', 'eu-west-1'],
      [FIRST, 'eu-west-1'],
    ] as const
    const clients = places.map(([key, region]) => clientsOf(run, key, region))

    for (const { ids } of clients) expect(await ids()).toHaveLength(1)
    for (const { ids } of clients) await expect(ids()).rejects.toThrow('Too Many Requests')
  })

  it('A60 share clock, faults, log and reset', async () => {
    const run = await everywhere()
    const abroad = clientsOf(run, FIRST, 'eu-west-1')
    await abroad.gateway.send(new CreateRestApiCommand({ name: 'new' }))
    run.sandbox.faults.next.push({ kind: 'error' })

    expect(await refused(abroad.ids())).toContain('500')
    expect(run.sandbox.requests()).toMatchObject([
      { accountId: FIRST, region: 'eu-west-1', operation: 'CreateRestApi', status: 201 },
      { accountId: FIRST, region: 'eu-west-1', operation: 'GetRestApis', status: 500 },
    ])
    await run.http('POST /_sandbox/reset')
    expect(await abroad.ids()).toEqual(['c1b2c3d4e5'])
  })

  it('A64 find an API by the id in its address, whoever asks, also one that is made later', async () => {
    const run = await everywhere()
    const { gateway } = clientsOf(run, SECOND, 'eu-west-1')
    const statusOf = async (id: string) => {
      const answer = await run.http(`GET /restapis/${id}/prod/_user_request_/pets/1`, undefined, {})
      await answer.text()
      return answer.status
    }

    expect(await Promise.all(APIS.map(({ id = '' }) => statusOf(id)))).toEqual([200, 200, 200])
    const { id = '' } = await gateway.send(new CreateRestApiCommand({ name: 'new' }))
    expect(await statusOf(id)).toBe(403)
    expect(run.sandbox.requests().at(-1)).toMatchObject({ accountId: SECOND, region: 'eu-west-1' })
    expect(
      await refused(
        clientsOf(run, 'test', 'us-east-1').gateway.send(new GetStageCommand({ ...PROD, restApiId: 'b1b2c3d4e5' })),
      ),
    ).toBe('404 NotFoundException: Invalid API identifier specified 000000000000:b1b2c3d4e5')
  })

  it('A64 give no id twice, whatever chance says', async () => {
    const drawn = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(drawn, async (draws) => {
        const places = draws.map((index) => ({ accountId: String(index).repeat(12) }))
        let drawn = 0
        // Each draw comes forty times, so that ids repeat as soon as the numbers do.
        const random = () => (Math.floor(drawn++ / 40) % 5) / 5
        const apis = places.map((place) => ({ ...place, name: 'n', methods: {}, stages: {} }))
        const sandbox = await startSandbox({ random, seed: { apis } })
        const ids = sandbox.apis.map(({ id }) => id)
        await sandbox.close()
        expect(new Set(ids).size).toBe(apis.length)
      }),
      { numRuns: 20 },
    )
  })

  it('A64 do not start with one id in two worlds', async () => {
    const seed = { apis: [PETS, { ...PETS, accountId: FIRST }] }

    await expect(startSandbox({ seed })).rejects.toThrow(`pets: the id ${API} is another API's`)
  })

  it('M36 count APIs of one name apart', async () => {
    const run = await everywhere()
    for (const id of ['b1b2c3d4e5', 'b1b2c3d4e5', 'c1b2c3d4e5']) {
      await (await run.http(`GET /restapis/${id}/prod/_user_request_/pets/1`)).text()
    }
    const seen = async (key: string, region: string) => {
      const { Datapoints = [] } = await clientsOf(run, key, region).cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/ApiGateway',
          MetricName: 'Count',
          Dimensions: [{ Name: 'ApiName', Value: 'pets' }],
          StartTime: new Date(run.clock.now() - 60_000),
          EndTime: new Date(run.clock.now() + 60_000),
          Period: 60,
          Statistics: ['Sum'],
        }),
      )
      return Datapoints.map(({ Sum }) => Sum)
    }

    expect(await seen('test', 'us-east-1')).toEqual([])
    expect(await seen('test', 'eu-west-1')).toEqual([2])
    expect(await seen(FIRST, 'eu-west-1')).toEqual([1])
  })
})
