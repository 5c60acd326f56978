import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
  UpdateApiKeyCommand,
  UpdateUsageCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { API, PETS, refused, replace, running } from '../support/sandbox.js'

const DAY = 86_400_000

const KEYED: SandboxOptions = {
  seed: {
    apis: [
      {
        ...PETS,
        methods: {
          'GET /pets': { integration: { type: 'MOCK', body: '{}' }, apiKeyRequired: true },
          'GET /toys': { integration: { type: 'MOCK', body: '{}' }, apiKeyRequired: true },
        },
        stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } }, other: {} },
      },
    ],
  },
}

/** An API behind keys, and a key in a plan for its stage `prod`. */
async function keyed(more: object) {
  const run = await running(KEYED)
  const { gateway, sandbox } = run
  const { id: usagePlanId } = await gateway.send(
    new CreateUsagePlanCommand({ name: 'p', apiStages: [{ apiId: API, stage: 'prod' }], ...more }),
  )
  const { id: keyId, value = '' } = await gateway.send(new CreateApiKeyCommand({ enabled: true }))
  const of = { usagePlanId, keyId }
  await gateway.send(new CreateUsagePlanKeyCommand({ ...of, keyType: 'API_KEY' }))
  const ask = async (key: string | null = value, path = '/pets', stage = 'prod') => {
    const url = `${sandbox.url}/restapis/${API}/${stage}/_user_request_${path}`
    const answer = await fetch(url, { headers: key === null ? {} : { 'x-api-key': key } })
    await answer.arrayBuffer()
    return `${answer.status} ${answer.headers.get('x-amzn-errortype')}`
  }
  return { ...run, of, ask }
}

const FORBIDDEN = '403 ForbiddenException'

describe('API keys on the data plane', () => {
  it('D9 count where they are enabled, and in a plan for the stage', async () => {
    const { gateway, of, ask } = await keyed({})
    const { value: planless } = await gateway.send(new CreateApiKeyCommand({ enabled: true }))

    expect(await ask()).toBe('200 null')
    expect(await ask(null)).toBe(FORBIDDEN)
    expect(await ask('another')).toBe(FORBIDDEN)
    expect(await ask(planless)).toBe(FORBIDDEN)
    expect(await ask(undefined, '/pets', 'other')).toBe(FORBIDDEN)
    await gateway.send(new UpdateApiKeyCommand({ apiKey: of.keyId, patchOperations: [replace('/enabled', 'false')] }))
    expect(await ask()).toBe(FORBIDDEN)
  })

  it('D37 have a burst that fills by the clock, and methods have their own', async () => {
    const { clock, ask } = await keyed({
      throttle: { burstLimit: 1, rateLimit: 2 },
      apiStages: [{ apiId: API, stage: 'prod', throttle: { '/toys/GET': { burstLimit: 2, rateLimit: 0 } } }],
    })
    const times = async (count: number, path: string) => {
      const answers = []
      for (let i = 0; i < count; i++) answers.push(await ask(undefined, path))
      return answers
    }

    expect(await times(2, '/pets')).toEqual(['200 null', '429 TooManyRequestsException'])
    expect(await times(3, '/toys')).toEqual(['200 null', '200 null', '429 TooManyRequestsException'])
    clock.advance(500)
    expect(await times(2, '/pets')).toEqual(['200 null', '429 TooManyRequestsException'])
  })

  it.each([
    ['DAY', DAY],
    ['WEEK', 7 * DAY],
    ['MONTH', 31 * DAY],
  ] as const)('D37 have a quota a %s, of which hits take, too', async (period, length) => {
    const { clock, ask } = await keyed({ quota: { limit: 2, offset: 1, period } })

    expect([await ask(), await ask()]).toEqual(['200 null', '429 LimitExceededException'])
    clock.advance(length)
    expect([await ask(), await ask(), await ask()]).toEqual(['200 null', '200 null', '429 LimitExceededException'])
  })

  it('C103 say what they have used and have left, and may be given more', async () => {
    const { gateway, clock, of, ask } = await keyed({ quota: { limit: 3, period: 'DAY' } })
    await ask()
    const day = (later: number) => new Date(clock.now() + later).toISOString().slice(0, 10)
    const span = { startDate: day(-DAY), endDate: day(0) }
    const usage = async () => (await gateway.send(new GetUsageCommand({ ...of, ...span }))).items?.[of.keyId ?? '']
    const leave = (value: string) =>
      gateway.send(new UpdateUsageCommand({ ...of, patchOperations: [replace('/remaining', value)] }))

    expect(await usage()).toEqual([
      [0, 3],
      [1, 2],
    ])
    await leave('0')
    expect(await ask()).toBe('429 LimitExceededException')
    await leave('1')
    expect([await ask(), await ask()]).toEqual(['200 null', '429 LimitExceededException'])
    expect((await usage())?.[1]).toEqual([2, 0])
    expect(await refused(leave('-1'))).toBe('400 BadRequestException: Invalid remaining quota specified')
    for (const wrong of [{ startDate: 'x' }, { startDate: day(DAY) }]) {
      expect(await refused(gateway.send(new GetUsageCommand({ ...of, ...span, ...wrong })))).toMatch(
        /^400 BadRequestException: Invalid /,
      )
    }
  })
})
