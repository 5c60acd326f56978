import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterOff, clusterOn, clusterSize, settingsPatch } from '../../../src/core/change/patch.js'
import { CLUSTER_SIZES, type MethodSettings, STRATEGIES } from '../../../src/core/gateway/model.js'
import { UNSET } from '../../../src/core/gateway/settings.js'

const CACHED: MethodSettings = { ...UNSET, caching: true, ttlSeconds: 60 }

const settings = fc.record<MethodSettings>({
  caching: fc.boolean(),
  ttlSeconds: fc.integer({ min: 0, max: 3600 }),
  encrypted: fc.boolean(),
  requireAuthorization: fc.boolean(),
  unauthorized: fc.constantFrom(...STRATEGIES),
})

/** What API Gateway makes of a patch: the fields that it names, in turn. */
const FIELD_OF: Readonly<Record<string, (value: string) => Partial<MethodSettings>>> = {
  'caching/enabled': (value) => ({ caching: value === 'true' }),
  'caching/ttlInSeconds': (value) => ({ ttlSeconds: Number(value) }),
  'caching/dataEncrypted': (value) => ({ encrypted: value === 'true' }),
  'caching/requireAuthorizationForCacheControl': (value) => ({ requireAuthorization: value === 'true' }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorized: STRATEGIES.find((one) => one === value) ?? 'FAIL_WITH_403',
  }),
}

const fieldOf = (key: string, path: string) => path.slice(`/${key}/`.length)

describe('a patch of a cluster', () => {
  it('names the size whenever it provisions', () => {
    expect(clusterOn('0.5')).toEqual([
      { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
      { op: 'replace', path: '/cacheClusterSize', value: '0.5' },
    ])
  })

  it('removes with one operation, and leaves the size alone', () => {
    expect(clusterOff()).toEqual([{ op: 'replace', path: '/cacheClusterEnabled', value: 'false' }])
  })

  it.each(CLUSTER_SIZES)('resizes to %s GB as API Gateway spells it', (size) => {
    expect(clusterSize(size)).toEqual([{ op: 'replace', path: '/cacheClusterSize', value: size }])
  })
})

describe('a patch of method settings', () => {
  it.each<
    [string, MethodSettings | null, Partial<MethodSettings>, readonly (readonly [path: string, value: string])[]]
  >([
    ['nothing where nothing is wanted', CACHED, {}, []],
    ['nothing where it is so already', CACHED, { ...CACHED }, []],
    ['caching on, on a stage without an entry', null, { caching: true }, [['caching/enabled', 'true']]],
    ['caching off, spelled out where there is no entry', null, { caching: false }, [['caching/enabled', 'false']]],
    ['one changed field', CACHED, { ttlSeconds: 0 }, [['caching/ttlInSeconds', '0']]],
    [
      'caching on comes last',
      UNSET,
      {
        caching: true,
        ttlSeconds: 60,
        encrypted: true,
        requireAuthorization: false,
        unauthorized: 'FAIL_WITH_403',
      },
      [
        ['caching/dataEncrypted', 'true'],
        ['caching/requireAuthorizationForCacheControl', 'false'],
        ['caching/unauthorizedCacheControlHeaderStrategy', 'FAIL_WITH_403'],
        ['caching/ttlInSeconds', '60'],
        ['caching/enabled', 'true'],
      ],
    ],
    [
      'caching off comes first',
      CACHED,
      { caching: false, ttlSeconds: 300, encrypted: true },
      [
        ['caching/enabled', 'false'],
        ['caching/dataEncrypted', 'true'],
        ['caching/ttlInSeconds', '300'],
      ],
    ],
  ])('%s', (_, before, wanted, expected) => {
    const operations = expected.map(([path, value]) => ({
      op: 'replace',
      path: `/~1pets/GET/${path}`,
      value,
    }))

    expect(settingsPatch('~1pets/GET', before, wanted)).toEqual(operations)
  })

  it('turns any entry into what is wanted, and is empty the second time', () => {
    fc.assert(
      fc.property(settings, fc.record({ ...fieldsOf(settings) }, { requiredKeys: [] }), (before, wanted) => {
        const operations = settingsPatch('*/*', before, wanted)
        const after: MethodSettings = Object.assign(
          { ...before },
          ...operations.map(({ path, value = '' }) => FIELD_OF[fieldOf('*/*', path)]?.(value)),
        )

        expect(after).toEqual({ ...before, ...wanted })
        expect(settingsPatch('*/*', after, wanted)).toEqual([])
      }),
    )
  })

  it('never lets a request meet a half-made entry: caching off is first, caching on is last', () => {
    fc.assert(
      fc.property(fc.option(settings), settings, (before, wanted) => {
        const fields = settingsPatch('*/*', before, wanted).map(({ path }) => fieldOf('*/*', path))
        const toggle = fields.indexOf('caching/enabled')

        if (toggle >= 0) expect(toggle).toBe(wanted.caching ? fields.length - 1 : 0)
      }),
    )
  })

  it('has only strings as values, as API Gateway wants them', () => {
    fc.assert(
      fc.property(settings, (wanted) => {
        for (const { value } of settingsPatch('*/*', null, wanted)) expect(typeof value).toBe('string')
      }),
    )
  })
})

function fieldsOf(whole: fc.Arbitrary<MethodSettings>) {
  return {
    caching: whole.map(({ caching }) => caching),
    ttlSeconds: whole.map(({ ttlSeconds }) => ttlSeconds),
    encrypted: whole.map(({ encrypted }) => encrypted),
    requireAuthorization: whole.map(({ requireAuthorization }) => requireAuthorization),
    unauthorized: whole.map(({ unauthorized }) => unauthorized),
  }
}
