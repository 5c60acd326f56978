import { describe, expect, it } from 'vitest'
import { sharingPairs } from '../../../src/core/exposure/shared-entries.js'
import { deployedMethods } from '../../../src/core/gateway/export.js'
import type { SettingRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'

const ON: SettingRecord = { ...NEW_RECORD, caching: true }

interface Given {
  readonly keys?: readonly string[]
  readonly mapped?: Readonly<Record<string, string>>
  readonly uri?: string
  readonly type?: string
  readonly namespace?: string
}

/** `GET /a` to its integration, all in one namespace unless they say otherwise. */
function pairs(methods: Readonly<Record<string, Given>>, settings: Record<string, SettingRecord> = { '*/*': ON }) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, { keys = [], mapped = {}, uri = name, type = 'aws_proxy', namespace = 'n' }] of Object.entries(
    methods,
  )) {
    const [verb = '', path = ''] = name.split(' ')
    const operation = verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase()
    const integration = {
      type,
      uri,
      cacheKeyParameters: keys,
      requestParameters: mapped,
      cacheNamespace: namespace,
    }
    paths[path] = { ...paths[path], [operation]: { 'x-amazon-apigateway-integration': integration } }
  }
  return sharingPairs(deployedMethods({ paths }) ?? [], settings).map(
    ({ first, second, sameKeys }) =>
      `${first.method} ${first.path} and ${second.method} ${second.path}${sameKeys ? '' : '?'}`,
  )
}

const PROXY = { keys: ['method.request.path.proxy'] }

describe('methods that share their entries', () => {
  it('are those of one namespace with the same keys, each with each', () => {
    expect(pairs({ 'ANY /a/{proxy+}': PROXY, 'ANY /b/{proxy+}': PROXY, 'GET /{proxy+}': PROXY })).toEqual([
      'GET /a/{proxy+} and GET /b/{proxy+}',
      'GET /a/{proxy+} and GET /{proxy+}',
      'GET /b/{proxy+} and GET /{proxy+}',
    ])
  })

  it('need no key at all, and no particular order of keys', () => {
    expect(pairs({ 'GET /a': {}, 'GET /b': {} })).toEqual(['GET /a and GET /b'])
    const keys = ['method.request.querystring.a', 'method.request.header.B']
    expect(pairs({ 'GET /a': { keys }, 'GET /b': { keys: keys.toReversed() } })).toEqual(['GET /a and GET /b'])
  })

  it('are not surely those whose keys have other names', () => {
    expect(pairs({ 'GET /a/{proxy+}': PROXY, 'GET /b': {} })).toEqual(['GET /a/{proxy+} and GET /b?'])
  })

  it.each<[string, Readonly<Record<string, Given>>, Record<string, SettingRecord>?]>([
    ['namespaces differ', { 'GET /a': {}, 'GET /b': { namespace: 'm' } }],
    ['one of them is not cached', { 'GET /a': {}, 'GET /b': {} }, { '*/*': ON, '~1b/GET': NEW_RECORD }],
    ['verbs differ', { 'GET /a': {}, 'POST /b': {} }, { '*/*': ON, '~1b/POST': ON }],
    ['they have one resource', { 'GET /a': {}, 'ANY /a': {} }, { '*/*': ON, '~1a/POST': ON }],
    [
      'both ask one server for the same',
      {
        'GET /a': { type: 'http_proxy', uri: 'http://x/' },
        'GET /b': { type: 'HTTP_PROXY', uri: 'http://x/' },
      },
    ],
    [
      'a key has a text of its own in each',
      {
        'GET /a': {
          keys: ['integration.request.header.K'],
          mapped: { 'integration.request.header.K': "'a'" },
        },
        'GET /b': {
          keys: ['integration.request.header.K'],
          mapped: { 'integration.request.header.K': "'b'" },
        },
      },
    ],
    [
      'the resource is mapped into the key',
      Object.fromEntries(
        ['GET /a', 'GET /b'].map((name) => [
          name,
          {
            keys: ['integration.request.header.K'],
            mapped: { 'integration.request.header.K': 'context.resourcePath' },
          },
        ]),
      ),
    ],
  ])('are none where %s', (_, methods, settings) => {
    expect(pairs(methods, settings)).toEqual([])
  })

  it('do count where a server is told the resource', () => {
    const told = {
      type: 'http_proxy',
      uri: 'http://x/',
      mapped: { 'integration.request.header.P': 'context.resourcePath' },
    }
    expect(pairs({ 'GET /a': told, 'GET /b': told })).toEqual(['GET /a and GET /b'])
  })
})
