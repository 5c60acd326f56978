import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetTagsCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type PatchOperation,
  TagResourceCommand,
  UpdateApiKeyCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, refused, replace, running } from '../support/sandbox.js'

const NO_KEY = '404 NotFoundException: Invalid API Key identifier specified'
const NO_PLAN = '404 NotFoundException: Invalid Usage Plan ID specified'

async function planning() {
  const run = await running()
  const { gateway } = run
  const key = (more: object = {}) => gateway.send(new CreateApiKeyCommand({ name: 'k', ...more }))
  const plan = (more: object = {}) => gateway.send(new CreateUsagePlanCommand({ name: 'p', ...more }))
  return { ...run, key, plan }
}

describe('API keys', () => {
  it('C101 are created, read, patched and deleted, and say their value when they are asked', async () => {
    const { gateway, key } = await planning()
    const created = await key({ customerId: 'c' })
    const of = { apiKey: created.id }

    expect(created).toMatchObject({ name: 'k', enabled: false, stageKeys: [], customerId: 'c' })
    expect(created.value).toMatch(/^[a-z0-9]{40}$/)
    expect(created).not.toHaveProperty('tags')
    const get = (more: object = {}) => gateway.send(new GetApiKeyCommand({ ...of, ...more }))
    expect(await get()).not.toHaveProperty('value')
    expect(await get({ includeValue: true })).toMatchObject({ value: created.value, tags: {} })
    const patch = (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateApiKeyCommand({ ...of, patchOperations }))
    expect(await patch(replace('/enabled', 'true'), replace('/name', 'n'))).toMatchObject({
      enabled: true,
      name: 'n',
      tags: {},
    })
    expect(await patch(replace('/enabled', 'nonsense'))).toMatchObject({ enabled: false })
    expect((await gateway.send(new DeleteApiKeyCommand(of))).$metadata.httpStatusCode).toBe(202)
    expect(await refused(get())).toBe(NO_KEY)
  })

  it('C101 are listed by name and customer, with values for who asks', async () => {
    const { gateway, key } = await planning()
    const { value } = await key({ name: 'ab', customerId: 'c' })
    await key({ name: 'b' })
    const list = async (more: object) =>
      ((await gateway.send(new GetApiKeysCommand(more))).items ?? []).map((one) => `${one.name} ${one.value}`)

    expect(await list({ limit: -1 })).toEqual(['ab undefined', 'b undefined'])
    expect(await list({ nameQuery: 'a', includeValues: true })).toEqual([`ab ${value}`])
    expect(await list({ customerId: 'c' })).toEqual(['ab undefined'])
  })

  it.each([
    [{ value: 'short' }, '400 BadRequestException: API Key value should be at least 20 characters'],
    [{ value: 'x'.repeat(129) }, '400 BadRequestException: API Key value exceeds maximum size of 128 characters'],
    [{ value: 'x'.repeat(20) }, '409 ConflictException: API Key already exists'],
  ])('C101 are refused with %j', async (more, words) => {
    const { key } = await planning()
    await key({ value: 'x'.repeat(20) })

    expect(await refused(key(more))).toBe(words)
  })
})

describe('usage plans', () => {
  const WHOLE = {
    description: 'd',
    quota: { limit: 10, offset: 1, period: 'DAY' },
    throttle: { rateLimit: 2, burstLimit: 1 },
    apiStages: [{ apiId: API, stage: 'prod', throttle: { '/pets/{id}/GET': { rateLimit: 1, burstLimit: 3 } } }],
    tags: { team: 'a' },
  }

  it('C102 are created, listed, read and deleted', async () => {
    const { gateway, plan } = await planning()
    const { id, ...created } = await plan(WHOLE)
    const of = { usagePlanId: id }

    expect(created).toMatchObject({ name: 'p', ...WHOLE })
    expect(await gateway.send(new GetUsagePlanCommand(of))).toMatchObject({ id, name: 'p', ...WHOLE })
    expect((await gateway.send(new GetUsagePlansCommand({}))).items).toMatchObject([{ id }])
    expect((await gateway.send(new GetUsagePlansCommand({ keyId: 'x' }))).items).toEqual([])
    const plain = await plan()
    expect([plain.apiStages, plain.quota, plain.throttle]).toEqual([[], undefined, undefined])
    const freed = { op: 'remove' as const, path: '/apiStages', value: `${API}:prod` }
    await gateway.send(new UpdateUsagePlanCommand({ ...of, patchOperations: [freed] }))
    const remove = () => gateway.send(new DeleteUsagePlanCommand(of))
    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await refused(remove())).toBe(NO_PLAN)
  })

  it.each<[object, RegExp]>([
    [{ name: '' }, /^400 BadRequestException: Usage Plan name cannot be blank$/],
    [{ quota: { limit: 0, period: 'DAY' } }, /^400 BadRequestException: Invalid usage plan quota specified$/],
    [{ quota: { limit: 1, period: 'YEAR' } }, /^400 ValidationException: .*\[DAY, WEEK, MONTH\]/],
    [
      { apiStages: [{ apiId: API, stage: 'nope' }] },
      /^404 NotFoundException: Invalid API Stage \{api: a1b2c3d4e5, stage: nope\} specified for usageplan /,
    ],
  ])('C102 are refused with %j', async (more, words) => {
    const { plan } = await planning()

    expect(await refused(plan(more))).toMatch(words)
  })

  it('C102 are patched field by field, or not at all', async () => {
    const { gateway, plan } = await planning()
    const { id } = await plan()
    const patch = (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }))
    const stage = `/apiStages/${API}:prod`

    const patched = await patch(
      { op: 'add', path: '/apiStages', value: `${API}:prod` },
      replace(`${stage}/throttle//pets/{id}/GET/rateLimit`, '5'),
      replace(`${stage}/throttle/~1pets~1{id}~1GET/burstLimit`, '7'),
      replace('/quota/limit', '9'),
      replace('/quota/period', 'WEEK'),
      { op: 'add', path: '/throttle/rateLimit', value: '0.5' },
      replace('/name', 'n'),
      { op: 'add', path: '/productCode', value: 'pc' },
    )
    expect(patched).toMatchObject({
      name: 'n',
      productCode: 'pc',
      quota: { limit: 9, offset: 0, period: 'WEEK' },
      throttle: { rateLimit: 0.5, burstLimit: 0 },
      apiStages: [{ apiId: API, stage: 'prod', throttle: { '/pets/{id}/GET': { rateLimit: 5, burstLimit: 7 } } }],
    })
    for (const wrong of [
      replace('/quota/limit', '0'),
      replace('/throttle/burstLimit', 'x'),
      replace('/quota/nonsense', '1'),
      { op: 'remove', path: '/apiStages', value: `${API}:nope` } as const,
      replace('/apiStages/nonsense', '1'),
    ]) {
      expect(await refused(patch(replace('/name', 'other'), wrong))).toMatch(/^40[04] /)
    }
    expect(await gateway.send(new GetUsagePlanCommand({ usagePlanId: id }))).toMatchObject({ name: 'n' })
    expect(
      await patch(
        { op: 'remove', path: `${stage}/throttle` },
        { op: 'remove', path: '/quota' },
        { op: 'remove', path: '/throttle' },
      ),
    ).toMatchObject({ apiStages: [{ apiId: API, stage: 'prod' }] })
    const bare = await patch({ op: 'remove', path: '/apiStages', value: `${API}:prod` })
    expect([bare.apiStages, bare.quota, bare.throttle]).toEqual([[], undefined, undefined])
  })

  it('C102 have keys', async () => {
    const { gateway, key, plan } = await planning()
    const { id: usagePlanId } = await plan()
    const { id: keyId, value } = await key()
    const of = { usagePlanId, keyId }
    const add = (more: object = {}) =>
      gateway.send(new CreateUsagePlanKeyCommand({ ...of, keyType: 'API_KEY', ...more }))
    const shown = { id: keyId, type: 'API_KEY', value, name: 'k' }

    expect(await add()).toMatchObject(shown)
    expect(await refused(add())).toMatch(/^409 ConflictException: /)
    expect(await refused(add({ keyId: 'nope' }))).toBe(NO_KEY)
    expect(await refused(add({ keyType: 'nope' }))).toBe('400 BadRequestException: Invalid key type specified')
    expect(await gateway.send(new GetUsagePlanKeyCommand(of))).toMatchObject(shown)
    const listed = async () => (await gateway.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items
    expect(await listed()).toMatchObject([shown])
    expect((await gateway.send(new GetUsagePlansCommand({ keyId }))).items).toMatchObject([{ id: usagePlanId }])
    const remove = () => gateway.send(new DeleteUsagePlanKeyCommand(of))
    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await refused(remove())).toBe('404 NotFoundException: Invalid Usage Plan Key identifier specified')
    await add()
    await gateway.send(new DeleteApiKeyCommand({ apiKey: keyId }))
    expect(await listed()).toEqual([])
  })

  it('C8 have tags, and so have keys', async () => {
    const { gateway, key, plan } = await planning()
    const [{ id: apiKey }, { id: usagePlanId }] = [await key(), await plan({ tags: { a: '1' } })]
    const arn = (path: string) => `arn:aws:apigateway:us-east-1::${path}`
    await gateway.send(new TagResourceCommand({ resourceArn: arn(`/apikeys/${apiKey}`), tags: { b: '2' } }))

    expect(await gateway.send(new GetApiKeyCommand({ apiKey }))).toMatchObject({ tags: { b: '2' } })
    expect(await gateway.send(new GetTagsCommand({ resourceArn: arn(`/usageplans/${usagePlanId}`) }))).toMatchObject({
      tags: { a: '1' },
    })
  })
})
