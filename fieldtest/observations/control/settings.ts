import type { Observation } from '../../observation.js'
import { inner, type Json, pick } from '../../wire/answer.js'
import type { World } from '../../world/world.js'
import { patch, replace } from '../patching.js'

const DEFAULTS = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}
const LIST =
  'Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]'
const NO_SETTING = (key: string) =>
  `400 BadRequestException: Cannot remove method setting ${key} because there is no method setting for this method `

/** What a fresh stage has after these patches, or what refused one of them. */
async function settingsAfter(
  world: World,
  ...batches: readonly (readonly ReturnType<typeof replace>[])[]
): Promise<Json> {
  return world.scratch.stage(async (stage) => {
    for (const batch of batches) {
      const answer = await patch(world, stage, ...batch)
      if (answer.status >= 300) return world.outcome(answer)
    }
    return inner((await world.control(`GET ${stage}`)).json, 'methodSettings')
  })
}

async function refusalOf(world: World, ...batch: readonly ReturnType<typeof replace>[]): Promise<Json> {
  return world.scratch.stage(async (stage) => world.outcome(await patch(world, stage, ...batch)))
}

export const SETTINGS: readonly Observation[] = [
  {
    statement: 'C30',
    about: 'the whole setting that the first patch of a method makes',
    expected: { '~1pets~1{id}/GET': { ...DEFAULTS, metricsEnabled: true } },
    ask: (world) => settingsAfter(world, [replace('/~1pets~1{id}/GET/metrics/enabled', 'true')]),
  },
  {
    statement: 'C31',
    about: 'each leaf sets its field',
    expected: {
      '*/*': {
        metricsEnabled: true,
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
        throttlingBurstLimit: 7,
        throttlingRateLimit: 5,
        cachingEnabled: true,
        cacheTtlInSeconds: 0,
        cacheDataEncrypted: true,
        requireAuthorizationForCacheControl: false,
        unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
      },
    },
    ask: (world) =>
      settingsAfter(world, [
        replace('/*/*/metrics/enabled', 'true'),
        replace('/*/*/logging/loglevel', 'OFF'),
        replace('/*/*/logging/dataTrace', 'false'),
        replace('/*/*/throttling/burstLimit', '7'),
        replace('/*/*/throttling/rateLimit', '5'),
        replace('/*/*/caching/enabled', 'true'),
        replace('/*/*/caching/ttlInSeconds', '0'),
        replace('/*/*/caching/dataEncrypted', 'true'),
        replace('/*/*/caching/requireAuthorizationForCacheControl', 'false'),
        replace('/*/*/caching/unauthorizedCacheControlHeaderStrategy', 'FAIL_WITH_403'),
      ]),
  },
  {
    statement: 'C32',
    about: 'which fields of */* a new override copies',
    unknown: { row: 'U7', knob: 'overrideInherit' },
    expected: 'all',
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        const all = [
          replace('/*/*/throttling/burstLimit', '123'),
          replace('/*/*/metrics/enabled', 'true'),
          replace('/*/*/caching/enabled', 'true'),
          replace('/*/*/caching/ttlInSeconds', '77'),
        ]
        await patch(world, stage, ...all)
        await patch(world, stage, replace('/~1a/GET/caching/dataEncrypted', 'true'))
        await patch(world, stage, replace('/*/*/throttling/burstLimit', '100'))
        const settings = inner((await world.control(`GET ${stage}`)).json, 'methodSettings')
        const copy = inner(settings, '~1a/GET')
        const copied = [
          ...(copy.cachingEnabled === true && copy.cacheTtlInSeconds === 77 ? ['caching'] : []),
          ...(copy.throttlingBurstLimit === 123 ? ['throttling'] : []),
          ...(copy.metricsEnabled === true ? ['metrics'] : []),
        ].join(', ')
        const names = new Map([
          ['caching, throttling, metrics', 'all'],
          ['caching', 'caching-only'],
        ])
        return names.get(copied) ?? pick(copy, 'cachingEnabled', 'cacheTtlInSeconds', 'throttlingBurstLimit')
      }),
  },
  {
    statement: 'C33',
    about: 'whether a method key with unescaped slashes is taken',
    unknown: { row: 'U20', knob: 'rawSlashes' },
    expected: true,
    ask: async (world) => {
      const seen = await settingsAfter(world, [replace('/raw/inner/GET/caching/enabled', 'true')])
      if (typeof seen === 'string') return /Invalid method setting path/.test(seen) ? false : seen
      return Object.keys(seen ?? {}).join() === 'raw/inner/GET' ? true : seen
    },
  },
  {
    statement: 'C34',
    about: 'a path that there is not, and a verb that is none',
    expected: [
      `400 BadRequestException: Invalid method setting path: /nonsense. ${LIST}`,
      `400 BadRequestException: Invalid method setting path: /~1a/FETCH/caching/enabled. ${LIST}`,
    ],
    ask: async (world) => [
      await refusalOf(world, replace('/nonsense', 'x')),
      await refusalOf(world, replace('/~1a/FETCH/caching/enabled', 'true')),
    ],
  },
  {
    statement: 'C35',
    about: 'times to live that are none',
    unknown: { row: 'U15' },
    expected: ['3601', '-1', 'soon', '1.5'].map(
      (value) =>
        `${value}: 400 BadRequestException: Invalid time-to-live setting, must be an integer no greater than 3600`,
    ),
    ask: async (world) => {
      const seen: string[] = []
      for (const value of ['3601', '-1', 'soon', '1.5']) {
        seen.push(`${value}: ${await refusalOf(world, replace('/*/*/caching/ttlInSeconds', value))}`)
      }
      return seen
    },
  },
  {
    statement: 'C36',
    about: 'removing a method setting, a missing one and a leaf',
    expected: ['200', '{}', NO_SETTING('*/*'), NO_SETTING('*/*/throttling/rateLimit')],
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        await patch(world, stage, replace('/*/*/caching/enabled', 'true'))
        const remove = async (path: string) => world.outcome(await patch(world, stage, { op: 'remove', path }))
        const removed = await remove('/*/*')
        const left = inner((await world.control(`GET ${stage}`)).json, 'methodSettings')
        return [removed, JSON.stringify(left), await remove('/*/*'), await remove('/*/*/throttling/rateLimit')]
      }),
  },
  {
    statement: 'C37',
    about: 'adding to the description',
    expected: '400 BadRequestException: Invalid add operation with path: /description',
    ask: (world) => refusalOf(world, { op: 'add', path: '/description', value: 'x' }),
  },
  {
    statement: 'C38',
    about: 'operations that there are not, two at once',
    expected:
      "400 ValidationException: 2 validation errors detected: Value 'wrong' at 'updateStageInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; Value 'bad' at 'updateStageInput.patchOperations.2.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
    ask: (world) =>
      refusalOf(
        world,
        { op: 'wrong', path: '/description', value: 'x' },
        { op: 'bad', path: '/description', value: 'x' },
      ),
  },
  {
    statement: 'C39',
    about: 'a value that is no text',
    expected: '400 SerializationException: class java.lang.Boolean can not be converted to an String',
    ask: (world) =>
      world.scratch.stage(async (stage) => {
        const patchOperations = [{ op: 'replace', path: '/*/*/caching/enabled', value: true }]
        return world.outcome(await world.control(`PATCH ${stage}`, { patchOperations }))
      }),
  },
  {
    statement: 'C41',
    about: 'a hundred and one operations in one call',
    expected: '400 BadRequestException: Update size too large. Try updating stage in multiple UpdateStage operations',
    ask: (world) =>
      refusalOf(
        world,
        ...Array.from({ length: 101 }, (_, index) => replace(`/~1p${index}/GET/caching/enabled`, 'true')),
      ),
  },
  {
    statement: 'C42',
    about: 'a size of a cluster that there is not',
    unknown: { row: 'U15' },
    expected: '400 BadRequestException: Invalid cache cluster size',
    ask: (world) => refusalOf(world, replace('/cacheClusterSize', '0.7')),
  },
  {
    statement: 'C46',
    about: 'removing a raw key by its own spelling',
    expected: {},
    ask: (world) =>
      settingsAfter(world, [replace('/raw/GET/caching/enabled', 'true')], [{ op: 'remove', path: '/raw/GET' }]),
  },
]
