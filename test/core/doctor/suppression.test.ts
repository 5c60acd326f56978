import { describe, expect, it } from 'vitest'
import { parseIgnore } from '../../../src/commands/doctor/run.js'
import { pathFits } from '../../../src/core/doctor/path-pattern.js'
import { stillValid, suppressedBy } from '../../../src/core/doctor/suppression.js'

describe('a suppression', () => {
  it.each([
    [{}, { method: 'GET', path: '/pets' }, true],
    [{}, { method: null, path: null }, true],
    [{ path: '/pets' }, { method: null, path: null }, false],
    [{ path: '/pets' }, { method: 'POST', path: '/pets' }, true],
    [{ path: '/pets/**' }, { method: 'GET', path: '/pets/{id}' }, true],
    [{ method: 'get', path: '/pets' }, { method: 'GET', path: '/pets' }, true],
    [{ method: 'GET', path: '/pets' }, { method: 'POST', path: '/pets' }, false],
    [{ method: 'GET' }, { method: null, path: null }, false],
  ])('%j counts for %j: %s', (place, finding, counts) => {
    const found = suppressedBy([{ rule: 'ttl-zero', reason: 'known', ...place }], 'ttl-zero', finding)
    expect(found).toBe(counts ? 'known' : null)
    expect(suppressedBy([{ rule: 'any-override', reason: 'known' }], 'ttl-zero', finding)).toBeNull()
  })

  it('counts to the end of its last day, in UTC', () => {
    const one = { rule: 'ttl-zero', reason: 'known', until: '2026-03-01' }
    expect(stillValid([one], Date.parse('2026-03-01T23:59:59Z'))).toEqual({ valid: [one], expired: [] })
    expect(stillValid([one], Date.parse('2026-03-02T00:00:00Z'))).toEqual({ valid: [], expired: [one] })
  })

  it.each([
    ['ttl-zero', { rule: 'ttl-zero' }],
    ['ttl-zero@get /pets/{id}', { rule: 'ttl-zero', method: 'GET', path: '/pets/{id}' }],
    ['ttl-zero@ANY  /a@b', { rule: 'ttl-zero', method: 'ANY', path: '/a@b' }],
  ])('is read from --ignore %s', (text, expected) => {
    expect(parseIgnore(text)).toEqual({ ...expected, reason: 'ignored on the command line' })
  })

  it.each([
    ['ttl-zer', 'did you mean ttl-zero?'],
    ['identity', 'did you mean identity-not-in-key?'],
    ['Ttl Zero', 'did you mean ttl-zero?'],
    ['not-cached', 'stream-not-cached'],
    ['nope', 'there are: path-parameter-not-in-key, '],
    ['', 'there are: path-parameter-not-in-key, '],
    ['ttl-zero@', "'ttl-zero@GET /pets/{id}'"],
    ['ttl-zero@/pets', "'ttl-zero@GET /pets/{id}'"],
  ])('is refused where --ignore is %j', (text, hint) => {
    expect(() => parseIgnore(text)).toThrow(
      expect.objectContaining({ kind: 'usage', hint: expect.stringContaining(hint) }),
    )
  })
})

describe('a path pattern', () => {
  it.each([
    ['/patients/**', '/patients', true],
    ['/patients/**', '/patients/{id}/notes', true],
    ['/patients/**', '/patientsonly', false],
    ['/patients/*', '/patients/{id}', true],
    ['/patients/*', '/patients/{id}/notes', false],
    ['/**/notes', '/patients/{id}/notes', true],
    ['/**', '/', true],
    ['/a.b', '/aXb', false],
    ['/{id}', '/{id}', true],
    ['/a(b', '/a(b', true],
  ])('%s fits %s: %s', (pattern, path, fits) => {
    expect(pathFits(pattern, path)).toBe(fits)
  })
})
