import { describe, expect, it } from 'vitest'
import { hasKey, keyedParameters } from '../../../src/core/gateway/key.js'

describe('what is in a cache key', () => {
  it('is what has a key of its own, and what is mapped into one', () => {
    const sources = ['method.request.path.id', 'method.request.querystring.q', 'context.identity.sourceIp', '']
    const keys = ['path.id', 'integration.querystring.text']

    expect(keyedParameters(keys, { sources })).toEqual(
      expect.arrayContaining(['path.id', 'querystring.q', 'integration.querystring.text']),
    )
    expect(keyedParameters(keys, { sources }).filter((key) => key === 'path.id')).toHaveLength(1)
    expect(keyedParameters(null, null)).toEqual([])
  })

  it.each([
    ['querystring.type', ['querystring.type'], true],
    ['querystring.type', ['querystring.other'], false],
    ['path.id', ['querystring.id'], false],
    ['header.x-tenant', ['header.X-Tenant'], true],
    ['header.X-Tenant', ['header.x-tenant'], true],
    ['header.X-Tenant', ['querystring.X-Tenant'], false],
    ['path.id', [], false],
    ['path.id', null, false],
  ])('%s among %j: %s', (name, keys, is) => {
    expect(hasKey(keys, name)).toBe(is)
  })
})
