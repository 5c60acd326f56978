import { describe, expect, it } from 'vitest'
import type { DeployedMethod } from '../../../src/core/gateway/export.js'
import { effectiveMethods } from '../../../src/core/gateway/methods.js'
import type { MethodRecord, SettingRecord, StageRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'

const ON: SettingRecord = { ...NEW_RECORD, caching: true }

const stage = (settings: StageRecord['settings'], more: Partial<StageRecord> = {}): StageRecord => ({
  name: 'prod',
  deploymentId: 'd1',
  clusterEnabled: true,
  clusterStatus: 'AVAILABLE',
  clusterSize: '0.5',
  settings,
  canary: null,
  tags: {},
  createdAt: null,
  updatedAt: null,
  ...more,
})
const ref = (line: string) => {
  const [method = '', path = ''] = line.split(' ')
  return { method, path }
}
const deployed = (line: string, ...keys: string[]): DeployedMethod => ({
  ...ref(line),
  keys,
  sources: [],
  namespace: null,
  backend: null,
  keyedPathParameters: [],
  identity: [],
  unkeyedIdentity: [],
  signed: false,
  needsApiKey: false,
  seesApiKey: false,
})
const current = (line: string, ...keys: string[]): MethodRecord => ({
  ...ref(line),
  resourceId: 'r1',
  cacheKeyParameters: keys.map((key) => `method.request.${key}`),
  parameters: {},
  authorizationType: 'NONE',
  authorizerId: null,
  apiKeyRequired: false,
  responses: {},
  integration: null,
})
const lines = (methods: ReturnType<typeof effectiveMethods>) =>
  methods.map(({ method, path, source, cached }) => `${method} ${path} ${source}${cached ? ' cached' : ''}`)

describe('the methods of a stage', () => {
  it('are listed by path and verb with who decides', () => {
    const seen = {
      deployed: [deployed('POST /pets'), deployed('GET /users'), deployed('GET /pets')],
      current: null,
    }

    expect(lines(effectiveMethods(stage({ '*/*': ON, '~1users/GET': { ...ON, caching: false } }), seen))).toEqual([
      'GET /pets stage-default cached',
      'POST /pets off',
      'GET /users override',
    ])
  })

  it('show an ANY method as GET, the verbs with an override of their own, and the rest', () => {
    const seen = { deployed: [deployed('ANY /x', 'querystring.q')], current: null }

    const methods = effectiveMethods(stage({ '*/*': ON, '~1x/POST': ON }), seen)

    expect(lines(methods)).toEqual(['ANY /x off', 'GET /x stage-default cached', 'POST /x override cached'])
    expect(methods.map(({ keys }) => keys)).toEqual([['querystring.q'], ['querystring.q'], ['querystring.q']])
  })

  it.each(['x/ANY', '/x/ANY', '~1x/ANY'])('do not call cached what only the entry %s would cache', (key) => {
    const seen = { deployed: [deployed('ANY /x')], current: null }

    const methods = effectiveMethods(stage({ [key]: ON }), seen)

    expect(methods.map(({ method, cached }) => [method, cached])).toEqual([
      ['ANY', false],
      ['GET', false],
    ])
  })

  it('do not repeat a verb that has a method beside ANY', () => {
    const seen = { deployed: [deployed('ANY /x'), deployed('GET /x', 'querystring.q')], current: null }

    const methods = effectiveMethods(stage({ '*/*': ON }), seen)

    expect(methods.map(({ method, keys }) => [method, keys])).toEqual([
      ['ANY', []],
      ['GET', ['querystring.q']],
    ])
  })

  it.each(['CREATE_IN_PROGRESS', 'FLUSH_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'NOT_AVAILABLE'] as const)(
    'are not cached while the cluster is %s',
    (clusterStatus) => {
      const seen = { deployed: [deployed('GET /pets')], current: null }

      expect(effectiveMethods(stage({ '*/*': ON }, { clusterStatus }), seen)).toMatchObject([
        { caching: true, cached: false },
      ])
    },
  )

  it('are not cached with a TTL of 0', () => {
    const seen = { deployed: [deployed('GET /pets')], current: null }

    expect(effectiveMethods(stage({ '*/*': { ...ON, ttlSeconds: 0 } }), seen)).toMatchObject([
      { caching: true, ttlSeconds: 0, cached: false },
    ])
  })

  it('show keys that wait for a deployment, and only where they differ', () => {
    const seen = {
      deployed: [
        deployed('GET /a', 'querystring.x', 'querystring.y'),
        deployed('GET /b', 'querystring.x'),
        deployed('GET /c'),
        deployed('GET /gone', 'querystring.x'),
      ],
      current: [current('GET /a', 'querystring.y', 'querystring.x'), current('GET /b'), current('ANY /c', 'path.id')],
    }

    expect(effectiveMethods(stage({}), seen).map(({ path, pendingKeys }) => [path, pendingKeys])).toEqual([
      ['/a', null],
      ['/b', []],
      ['/c', ['path.id']],
      ['/gone', null],
    ])
  })

  it('are those of the API where the deployment may not be read, and then their keys are not known', () => {
    const seen = { deployed: null, current: [current('GET /pets', 'querystring.type')] }

    expect(effectiveMethods(stage({ '*/*': ON }), seen)).toMatchObject([
      { method: 'GET', path: '/pets', cached: true, keys: null, pendingKeys: null },
    ])
  })

  it('are none where nothing may be read', () => {
    expect(effectiveMethods(stage({ '*/*': ON }), { deployed: null, current: null })).toEqual([])
  })
})
