import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PETS, patching, refused, replace } from '../../support/sandbox.js'

const TTL = '400 BadRequestException: Invalid time-to-live setting, must be an integer no greater than 3600'

describe('method settings', () => {
  it('C30 makes a whole method setting of the first field, under the key as it was escaped', async () => {
    const { patch } = await patching()

    const { methodSettings } = await patch(replace('/~1pets~1{id}/GET/metrics/enabled', 'true'))

    expect(methodSettings).toEqual({
      '~1pets~1{id}/GET': {
        metricsEnabled: true,
        dataTraceEnabled: false,
        throttlingBurstLimit: 5000,
        throttlingRateLimit: 10_000,
        cachingEnabled: false,
        cacheTtlInSeconds: 300,
        cacheDataEncrypted: false,
        requireAuthorizationForCacheControl: true,
        unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
      },
    })
  })

  it.each([
    ['caching/enabled', 'true', { cachingEnabled: true }],
    ['caching/ttlInSeconds', '0', { cacheTtlInSeconds: 0 }],
    ['caching/dataEncrypted', 'true', { cacheDataEncrypted: true }],
    ['caching/requireAuthorizationForCacheControl', 'false', { requireAuthorizationForCacheControl: false }],
    [
      'caching/unauthorizedCacheControlHeaderStrategy',
      'FAIL_WITH_403',
      { unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' },
    ],
    ['metrics/enabled', 'true', { metricsEnabled: true }],
    ['logging/loglevel', 'INFO', { loggingLevel: 'INFO' }],
    ['logging/dataTrace', 'true', { dataTraceEnabled: true }],
    ['throttling/burstLimit', '-1', { throttlingBurstLimit: -1 }],
    ['throttling/rateLimit', '12.5', { throttlingRateLimit: 12.5 }],
  ])('C31 sets %s to %s', async (leaf, value, expected) => {
    const { patch, settings } = await patching()

    await patch(replace(`/*/*/${leaf}`, value))

    expect((await settings())['*/*']).toMatchObject(expected)
  })

  it.each([
    ['caching/enabled', 'yes'],
    ['caching/unauthorizedCacheControlHeaderStrategy', 'fail'],
    ['logging/loglevel', 'DEBUG'],
    ['throttling/burstLimit', '1.5'],
    ['throttling/rateLimit', ''],
  ])('C31 refuses %s %j', async (leaf, value) => {
    const { patch, settings } = await patching()

    expect(await refused(patch(replace(`/*/*/${leaf}`, value)))).toMatch(/^400 BadRequestException: Invalid /)
    expect(await settings()).toEqual({})
  })

  it('C32 copies the stage’s defaults into a new override, which later changes of them do not reach', async () => {
    const { patch, settings } = await patching()

    await patch(
      replace('/*/*/throttling/burstLimit', '123'),
      replace('/*/*/caching/enabled', 'true'),
      replace('/~1pets~1{id}/GET/throttling/burstLimit', '124'),
    )
    await patch(replace('/*/*/throttling/burstLimit', '100'), replace('/*/*/caching/ttlInSeconds', '5'))

    expect((await settings())['~1pets~1{id}/GET']).toMatchObject({
      throttlingBurstLimit: 124,
      cachingEnabled: true,
      cacheTtlInSeconds: 300,
    })
  })

  it('C32 copies only the caching fields where the knob says so', async () => {
    const { patch, settings } = await patching({ knobs: { overrideInherit: 'caching-only' } })

    await patch(
      replace('/*/*/caching/enabled', 'true'),
      replace('/*/*/metrics/enabled', 'true'),
      replace('/*/*/caching/ttlInSeconds', '9'),
    )
    await patch(replace('/~1pets/POST/logging/loglevel', 'OFF'))

    expect((await settings())['~1pets/POST']).toMatchObject({
      cachingEnabled: true,
      cacheTtlInSeconds: 9,
      metricsEnabled: false,
      loggingLevel: 'OFF',
    })
  })

  it('C33 takes a path of one segment that was not escaped, and refuses raw inner slashes where the knob says so', async () => {
    const { patch, settings } = await patching({ knobs: { rawSlashes: false } })

    await patch(replace('/test/GET/caching/enabled', 'true'), replace('/~1/GET/caching/enabled', 'true'))
    const inner = await refused(patch(replace('/pets/{id}/GET/caching/enabled', 'true')))

    expect(Object.keys(await settings())).toEqual(['test/GET', '~1/GET'])
    expect(inner).toContain(
      '400 BadRequestException: Invalid method setting path: /pets/{id}/GET/caching/enabled. Must be one of: [',
    )
    expect(await refused(patch(replace('//pets/GET/caching/enabled', 'true')))).toContain('Invalid method setting path')
  })

  it('C33 takes raw inner slashes and doubled ones', async () => {
    const { patch, settings } = await patching()

    await patch(
      replace('/pets/{id}/GET/caching/enabled', 'true'),
      replace('//tenant/{t}/x/GET/caching/enabled', 'true'),
      replace('/~1pets~1{id}/GET/caching/enabled', 'true'),
      replace('/*/*/caching/enabled', 'true'),
    )

    expect(Object.keys(await settings())).toEqual(['pets/{id}/GET', '/tenant/{t}/x/GET', '~1pets~1{id}/GET', '*/*'])
    expect(await refused(patch(replace('/pets/{id}/FETCH/caching/enabled', 'true')))).toContain(
      'Invalid method setting path',
    )
  })

  it('C46 removes a key in the spelling that the stage has', async () => {
    const strays = ['pets/{id}/GET', '/pets/{id}/GET', '~1pets~1{id}/GET', 'pets/GET']
    const settings = Object.fromEntries(strays.map((key) => [key, {}]))
    const { patch } = await patching({ seed: { apis: [{ ...PETS, stages: { prod: { settings } } }] } })

    for (const [index, key] of strays.entries()) {
      const { methodSettings } = await patch({ op: 'remove', path: `/${key}` })
      expect(Object.keys(methodSettings ?? {})).toEqual(strays.slice(index + 1))
    }
  })

  it.each([
    '/~1pets/FETCH/caching/enabled',
    '/~1pets/get/caching/enabled',
    '/~1pets/GET/caching/nope',
    '/cacheclusterenabled',
    '/constructor',
    '/canarySettings/nope',
    'description',
  ])('C34 answers %s with the list of paths there are', async (path) => {
    const { patch } = await patching()

    const text = await refused(patch(replace(path, 'true')))

    expect(text).toContain(
      `400 BadRequestException: Invalid method setting path: ${path}. Must be one of: [/deploymentId, /description, `,
    )
    expect(text).toContain('/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, ')
    expect(text).toMatch(/\/variables\/\{variable_name\}, \/tracingEnabled\]$/)
  })

  it('C35 takes every whole number of seconds up to 3600 as time to live, and nothing else', async () => {
    const { patch } = await patching()
    const ttl = (value: string) => patch(replace('/*/*/caching/ttlInSeconds', value))

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3600 }), async (seconds) => {
        expect((await ttl(String(seconds))).methodSettings?.['*/*']?.cacheTtlInSeconds).toBe(seconds)
      }),
      { numRuns: 20 },
    )
    for (const value of ['3601', '-1', 'abc', '1.5', '', '1e3', ' 5'])
      expect(await refused(ttl(value)), value).toBe(TTL)
  })

  it.each([
    ['0', 0],
    ['3600', 3600],
  ])('C35 takes %s seconds, the least and the most, as time to live', async (value, seconds) => {
    const { patch } = await patching()

    const { methodSettings } = await patch(replace('/*/*/caching/ttlInSeconds', value))

    expect(methodSettings?.['*/*']?.cacheTtlInSeconds).toBe(seconds)
  })

  it.each(['-1', '3601'])('C35 refuses %s seconds, just beyond them', async (value) => {
    const { patch, settings } = await patching()

    expect(await refused(patch(replace('/*/*/caching/ttlInSeconds', value)))).toBe(TTL)
    expect(await settings()).toEqual({})
  })

  it('C36 removes a method setting by its two segments', async () => {
    const { patch } = await patching()
    await patch(replace('/*/*/caching/enabled', 'true'), replace('/~1pets/GET/caching/enabled', 'true'))

    const { methodSettings } = await patch({ op: 'remove', path: '/~1pets/GET' })

    expect(Object.keys(methodSettings ?? {})).toEqual(['*/*'])
  })

  it.each(['/~1pets/GET', '/*/*/caching/enabled', '/canarySettings/badPath', '/accessLogSettings/destinationArn'])(
    'C36 cannot remove %s, which is no method setting',
    async (path) => {
      const { patch } = await patching()
      await patch(replace('/*/*/caching/enabled', 'true'))

      expect(await refused(patch({ op: 'remove', path }))).toBe(
        `400 BadRequestException: Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `,
      )
    },
  )
})
