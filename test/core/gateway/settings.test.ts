import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SettingRecord } from '../../../src/core/gateway/record.js'
import { effective, methodKey, NEW_RECORD, parseMethodKey, UNSET } from '../../../src/core/gateway/settings.js'
import { resourcePath } from '../../support/paths.js'

const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']
const ON: SettingRecord = { ...NEW_RECORD, caching: true }
const OFF: SettingRecord = { ...ON, caching: false }

describe('the key of a method in methodSettings', () => {
  it.each([
    ['/', '~1/GET'],
    ['/pets', '~1pets/GET'],
    ['/pets/{id}', '~1pets~1{id}/GET'],
    ['/files/{proxy+}', '~1files~1{proxy+}/GET'],
    ['/a~b/c', '~1a~0b~1c/GET'],
    ['/v1.0/x:y', '~1v1.0~1x:y/GET'],
  ])('of GET %s is %s', (path, key) => {
    expect(methodKey({ method: 'GET', path })).toBe(key)
  })

  it('is read back as the method that it was made from, for any resource path', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERBS), resourcePath, (method, path) => {
        expect(parseMethodKey(methodKey({ method, path }))).toEqual({ method, path })
      }),
      { numRuns: 1000 },
    )
  })

  it('differs where the method differs', () => {
    const method = fc.record({ method: fc.constantFrom(...VERBS), path: resourcePath })
    fc.assert(
      fc.property(method, method, (a, b) => {
        const same = a.method === b.method && a.path === b.path
        expect(methodKey(a) === methodKey(b)).toBe(same)
      }),
    )
  })

  it.each(['~1a~1{b}/GET', 'a/{b}/GET', '/a/{b}/GET'])('is understood in the spelling %s', (key) => {
    expect(parseMethodKey(key)).toEqual({ method: 'GET', path: '/a/{b}' })
  })

  it('is no method where it is that of the defaults', () => {
    expect(parseMethodKey('*/*')).toBeNull()
  })
})

describe('the settings that decide for a method', () => {
  const decide = (settings: Record<string, SettingRecord>, method: string, path = '/pets') =>
    effective({ settings }, { method, path })

  it("are the stage's defaults for GET only", () => {
    const settings = { '*/*': { ...ON, ttlSeconds: 60 } }

    expect(decide(settings, 'GET')).toMatchObject({ source: 'stage-default', caching: true, ttlSeconds: 60 })
    for (const verb of VERBS.filter((one) => one !== 'GET')) {
      expect(decide(settings, verb)).toMatchObject({ source: 'off', caching: false })
    }
  })

  it('are its own entry as a whole, whatever the defaults say', () => {
    const settings = {
      '*/*': { ...ON, ttlSeconds: 60, encrypted: true },
      '~1pets/GET': OFF,
      '~1pets/POST': ON,
    }

    expect(decide(settings, 'GET')).toMatchObject({
      source: 'override',
      caching: false,
      ttlSeconds: 300,
      encrypted: false,
    })
    expect(decide(settings, 'POST')).toMatchObject({ source: 'override', caching: true })
  })

  it('are off where nobody says anything, with what API Gateway would assume', () => {
    expect(decide({}, 'GET')).toEqual({ source: 'off', ...UNSET })
  })

  it('are its own also under the key without the encoded slash, for a path of one segment', () => {
    expect(decide({ 'pets/GET': ON }, 'GET')).toMatchObject({ source: 'override', caching: true })
    expect(decide({ 'pets/{id}/GET': ON }, 'GET', '/pets/{id}')).toMatchObject({ source: 'off' })
  })

  it('do not come from an entry for ANY', () => {
    expect(decide({ '~1pets/ANY': ON }, 'GET')).toMatchObject({ source: 'off', caching: false })
  })

  it('do not come from what every object has', () => {
    expect(decide({}, 'constructor', '/')).toMatchObject({ source: 'off' })
    expect(decide({}, 'GET', '/__proto__')).toMatchObject({ source: 'off' })
  })

  it('do not contain what other tools keep in the same entry', () => {
    expect(decide({ '~1pets/GET': ON }, 'GET')).not.toHaveProperty('metrics')
  })
})
