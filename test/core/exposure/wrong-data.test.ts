import { describe, expect, it } from 'vitest'
import { unkeyedPaths } from '../../../src/core/exposure/wrong-data.js'
import type { DeployedMethod } from '../../../src/core/gateway/export.js'
import type { SettingRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'

const ON: SettingRecord = { ...NEW_RECORD, caching: true }
const OFF: SettingRecord = { ...ON, caching: false }
const method = (line: string, ...keyedPathParameters: string[]): DeployedMethod => {
  const [verb = '', path = ''] = line.split(' ')
  return {
    method: verb,
    path,
    keys: [],
    sources: [],
    namespace: null,
    backend: null,
    keyedPathParameters,
    identity: [],
    unkeyedIdentity: [],
    signed: false,
    needsApiKey: false,
    seesApiKey: false,
  }
}
const found = (methods: readonly DeployedMethod[], settings: Record<string, SettingRecord>) =>
  unkeyedPaths(methods, settings).map(({ method: verb, path, missing }) => `${verb} ${path}: ${missing}`)

describe('a path parameter that is not in the cache key', () => {
  it('is found where the method would be cached', () => {
    expect(found([method('GET /pets/{id}')], { '*/*': ON })).toEqual(['GET /pets/{id}: path.id'])
  })

  it('is each named, greedy ones too', () => {
    const methods = [method('GET /{tenant}/pets/{id}/{rest+}', 'id')]

    expect(found(methods, { '*/*': ON })).toEqual(['GET /{tenant}/pets/{id}/{rest+}: path.tenant,path.rest'])
  })

  it.each([
    ['it is in the key', method('GET /pets/{id}', 'id'), { '*/*': ON }],
    ['there is none', method('GET /pets'), { '*/*': ON }],
    ['nothing is cached', method('GET /pets/{id}'), {}],
    ['the defaults are only for GET', method('POST /pets/{id}'), { '*/*': ON }],
    ['the TTL is 0', method('GET /pets/{id}'), { '*/*': { ...ON, ttlSeconds: 0 } }],
    ['the method has caching off itself', method('GET /pets/{id}'), { '*/*': ON, '~1pets~1{id}/GET': OFF }],
    ['all verbs of an ANY method are off', method('ANY /pets/{id}'), { '*/*': ON, '~1pets~1{id}/GET': OFF }],
  ])('is no matter where %s', (_, one, settings) => {
    expect(found([one], settings)).toEqual([])
  })

  it('is found where the method has caching on itself, without the defaults', () => {
    expect(found([method('POST /pets/{id}')], { '~1pets~1{id}/POST': ON })).toEqual(['POST /pets/{id}: path.id'])
  })

  it('is found on an ANY method that serves a cached verb', () => {
    expect(found([method('ANY /pets/{id}')], { '*/*': ON })).toEqual(['GET /pets/{id}: path.id'])
    expect(found([method('ANY /pets/{id}')], { '~1pets~1{id}/PUT': ON })).toEqual(['PUT /pets/{id}: path.id'])
  })

  it('is no matter on an ANY method whose cached verb has a method of its own with the key', () => {
    const methods = [method('ANY /pets/{id}'), method('GET /pets/{id}', 'id')]

    expect(found(methods, { '*/*': ON })).toEqual([])
  })
})
