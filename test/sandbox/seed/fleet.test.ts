import {
  APIGatewayClient,
  FlushStageAuthorizersCacheCommand,
  GetRestApisCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway'
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPastDays } from '../../../src/sandbox/history/days.js'
import { countsOf, type Traffic } from '../../../src/sandbox/history/traffic.js'
import { startSandbox } from '../../../src/sandbox/index.js'
import { fleetSeed } from '../../../src/sandbox/seed/fleet/fleet.js'
import { parseSeed } from '../../../src/sandbox/seed/schema.js'
import { metered } from '../support/metered.js'
import { connection, refused, running } from '../support/sandbox.js'

const HOME = { accountId: '000000000000', region: 'us-east-1' }
const FLEET = fleetSeed(HOME, '600')
const MAIN = FLEET.apis.map(({ stages }) => stages.prod ?? stages.v1)

const share = (chosen: readonly unknown[], all: readonly unknown[] = FLEET.apis) => chosen.length / all.length

describe('a fleet', () => {
  it('A65 is spread over three accounts and two regions', async () => {
    const { sandbox } = await running({ seed: 'fleet:600' })
    const sizes = new Map<string, number>()
    for (const { accountId, region } of sandbox.apis) {
      sizes.set(`${accountId} ${region}`, (sizes.get(`${accountId} ${region}`) ?? 0) + 1)
    }
    const accounts = ['000000000000', '111111111111', '222222222222']
    const places = ['us-east-1', 'eu-west-1'].flatMap((region) =>
      accounts.map((account): [string, number] => [`${account} ${region}`, 100]),
    )

    expect(new Map([...sizes].sort())).toEqual(new Map(places.sort()))
    expect(new Set(sandbox.apis.map(({ id }) => id)).size).toBe(600)
  })

  it('A65 is sixty APIs, wherever the sandbox is at home', async () => {
    const home = { accountId: '222222222222', region: 'eu-west-1' }
    const { sandbox } = await running({ seed: 'fleet', ...home })
    const gateway = new APIGatewayClient({ ...connection(sandbox), region: 'eu-west-1' })
    onTestFinished(() => gateway.destroy())

    expect(sandbox.apis).toHaveLength(60)
    expect((await gateway.send(new GetRestApisCommand({}))).items?.length).toBeGreaterThan(0)
    expect(new Set(sandbox.apis.map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'us-east-1']))
    expect(new Set(sandbox.apis.map(({ accountId }) => accountId)).size).toBe(3)
  })

  it('A65 is the same always, and a small one is the beginning of a large one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (size) => {
        expect(fleetSeed(HOME, String(size)).apis).toEqual(FLEET.apis.slice(0, size))
      }),
      { numRuns: 10 },
    )
    expect(parseSeed(JSON.parse(JSON.stringify(FLEET)))).toEqual(FLEET)
  })

  it.each(['fleet:0', 'fleet:10001', 'fleet:1.5', 'fleet:-3', 'fleet:' as 'fleet:1'] as const)(
    'A65 has from 1 to 10,000 APIs: not %s',
    async (seed) => {
      await expect(startSandbox({ seed })).rejects.toThrow('is no number of APIs: from 1 to 10,000')
    },
  )

  it('A66 has caches that work, caches for nothing, and no caches', () => {
    const clusters = MAIN.filter((stage) => stage?.cluster)
    const defaults = (stage: (typeof MAIN)[number]) => stage?.settings?.['*/*']?.cachingEnabled
    const within = (chosen: readonly unknown[], least: number, most: number) => {
      expect(share(chosen)).toBeGreaterThanOrEqual(least)
      expect(share(chosen)).toBeLessThanOrEqual(most)
    }

    within(clusters, 0.36, 0.56)
    within(
      clusters.filter((stage) => Object.keys(stage?.traffic ?? {}).length === 0),
      0.02,
      0.08,
    )
    within(
      clusters.filter((stage) => !defaults(stage)),
      0.05,
      0.16,
    )
    within(
      clusters.filter((stage) => Number(stage?.cluster) > 10),
      0.02,
      0.09,
    )
    within(
      MAIN.filter((stage) => stage?.lingeringSize),
      0.02,
      0.08,
    )
    within(
      MAIN.filter((stage) => !stage?.cluster && !stage?.lingeringSize && defaults(stage)),
      0.01,
      0.07,
    )
    within(
      FLEET.apis.filter(({ methods }) =>
        Object.entries(methods).some(([line, { keys }]) => line.includes('{id}') && keys?.length === 0),
      ),
      0.03,
      0.12,
    )
  })

  it('A66 bears the tags of the tools that deploy', () => {
    const logical = (fits: (id: string) => boolean) =>
      FLEET.apis.filter(({ tags = {} }) => fits(tags['aws:cloudformation:logical-id'] ?? ''))

    expect(share(logical((id) => id === ''))).toBeCloseTo(0.25, 1)
    expect(share(logical((id) => id === 'RestApi'))).toBeCloseTo(0.2, 1)
    expect(share(logical((id) => id === 'ServerlessRestApi'))).toBeCloseTo(0.15, 1)
    expect(share(logical((id) => id === 'ApiGatewayRestApi'))).toBeCloseTo(0.2, 1)
    expect(share(logical((id) => /Api[0-9A-F]{8}$/.test(id)))).toBeCloseTo(0.2, 1)
    expect(FLEET.apis.every(({ tags = {} }) => tags.team !== undefined)).toBe(true)
  })

  it('A67 has a role that reads and one that may do everything, in each account', async () => {
    const { sandbox, clock } = await running({ seed: 'fleet', iam: 'enforce' })
    const common = { ...connection(sandbox), maxAttempts: 1, systemClockOffset: clock.now() - Date.now() }
    const sts = new STSClient(common)
    const sessionOf = async (role: string) => {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::111111111111:role/${role}`,
          RoleSessionName: 'fleet',
        }),
      )
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
      const gateway = new APIGatewayClient({
        ...common,
        credentials: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        },
      })
      onTestFinished(() => gateway.destroy())
      return gateway
    }
    onTestFinished(() => sts.destroy())
    const [api] = sandbox.apis.filter((one) => one.accountId === '111111111111' && one.region === 'us-east-1')
    const restApiId = api?.id ?? ''
    const [reader, operator] = [await sessionOf('reader'), await sessionOf('operator')]

    expect((await reader.send(new GetStagesCommand({ restApiId }))).item).not.toHaveLength(0)
    const flush = new FlushStageAuthorizersCacheCommand({ restApiId, stageName: api?.stages[0]?.name ?? '' })
    expect(await refused(reader.send(flush))).toContain('is not authorized to perform: apigateway:DELETE')
    expect((await operator.send(flush)).$metadata.httpStatusCode).toBe(202)
  })

  it('M37 has metrics of two weeks, in which only caches that serve have hits', async () => {
    const { cloudWatch, sandbox, clock } = await metered({ seed: 'fleet' })
    const own = FLEET.apis.filter(
      (api) =>
        api.accountId === HOME.accountId && api.region === HOME.region && sandbox.apis.some(({ id }) => id === api.id),
    )
    const asked = own.flatMap(({ name, stages }) =>
      Object.keys(stages).map((stage) => ({ name, stage, of: stages[stage] })),
    )
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(clock.now() - 14 * 86_400_000),
        EndTime: new Date(clock.now()),
        MetricDataQueries: asked.map(({ name, stage }, index) => ({
          Id: `q${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApiGateway',
              MetricName: 'CacheHitCount',
              Dimensions: [
                { Name: 'ApiName', Value: name },
                { Name: 'Stage', Value: stage },
              ],
            },
            Period: 14 * 86_400,
            Stat: 'Sum',
          },
        })),
      }),
    )
    const hits = MetricDataResults.map(({ Values = [] }) => Values[0] ?? 0)
    const serves = asked.map(
      ({ of }) =>
        of?.cluster !== undefined &&
        Object.keys(of.traffic ?? {}).length > 0 &&
        Object.values(of.settings ?? {}).some(({ cachingEnabled }) => cachingEnabled),
    )

    expect(hits.filter((count, index) => count > 0 && !serves[index])).toEqual([])
    expect(Math.max(...hits)).toBeGreaterThan(1000)
  })

  it('M37 keeps the days that were asked for last, and counts the others the same again', () => {
    const traffic = (seed: number): Traffic => ({
      seed,
      perMinute: 3,
      entries: 5,
      ttlSeconds: 300,
      backendMs: 50,
      errorRate: 0.1,
    })
    const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 20_000, max: 20_003 })), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(asked, (questions) => {
        const days = createPastDays(2)
        const entered = [0, 1, 2].map((seed) => days.enter(traffic(seed)))
        for (const [which, day] of questions) {
          expect(days.of(entered[which] ?? 0, day)).toEqual(countsOf(traffic(which), day * 1440, 1440))
        }
      }),
      { numRuns: 10 },
    )
    const days = createPastDays(2)
    const entered = days.enter(traffic(1))
    const [first, second] = [days.of(entered, 1), days.of(entered, 2)]
    expect(days.of(entered, 1)).toBe(first)
    days.of(entered, 3)
    expect(days.of(entered, 1)).toBe(first)
    expect(days.of(entered, 2)).not.toBe(second)
  })
})
