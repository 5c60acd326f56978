import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretsIn, shownUrl } from '../../../src/core/request/shown-url.js'

const GATE = { identity: ['querystring.Who'], path: '/pets' }
const TOKEN = 'hT9-x_Q2mZ7bK4-wR8vN1cJ6'
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.SflKxwRJSMeKKF2QT4fwpMeJf36'

describe('a URL as it is shown', () => {
  it.each([
    // As CloudFront and the older S3 sign.
    ['Signature=abc&Expires=1767258842', 'Signature=[redacted]&Expires=1767258842'],
    ['signature=abc', 'signature=[redacted]'],
    ['X-Amz-Date=20260101T091402Z&a=1', 'X-Amz-Date=[redacted]&a=1'],
    ['X-Amz-Signature=abc', 'X-Amz-Signature=[redacted]'],
    ['x%2Damz%2Dcredential=AKIA', 'x%2Damz%2Dcredential=[redacted]'],
    ['access_token=abc', 'access_token=[redacted]'],
    ['my.sessionId=abc', 'my.sessionId=[redacted]'],
    ['who=ann', 'who=[redacted]'],
    // Values may have an equals sign themselves, or be none.
    ['token=a=b', 'token=[redacted]'],
    ['token', 'token'],
    ['token=', 'token=[redacted]'],
    [`state=${TOKEN}&q=${JWT}`, 'state=[redacted]&q=[redacted]'],
    [`nextToken=${TOKEN}`, `nextToken=${TOKEN}`],
    ['signatures=3&whose=ann&amz-date=1&page=2', 'signatures=3&whose=ann&amz-date=1&page=2'],
  ])('of ?%s is ?%s', (query, shown) => {
    expect(shownUrl(`https://x.example/pets?${query}`, GATE)).toBe(`https://x.example/pets?${shown}`)
  })

  it.each([
    ['/reset/{token}', '/reset/abc', '/reset/[redacted]'],
    ['/reset/{token}', '/prod/reset/abc', '/prod/reset/[redacted]'],
    ['/reset/{token+}', '/reset/a/b', '/reset/[redacted]/[redacted]'],
    ['/reset/{token}', '/reset/{token}', '/reset/{token}'],
    ['/users/{userId}', '/users/42', '/users/42'],
    ['/users/{userId}', `/users/${TOKEN}`, '/users/[redacted]'],
    ['/items/{key}/{code}', '/items/a/DE', '/items/a/DE'],
    ['/{proxy+}', `/share/${JWT}/edit`, '/share/[redacted]/edit'],
    // What stands in the API itself is nobody's.
    [`/hooks/${TOKEN}/{id}`, `/hooks/${TOKEN}/1`, `/hooks/${TOKEN}/1`],
    [null, `/reset/${JWT}`, '/reset/[redacted]'],
    [null, `/share/${'3f78'.repeat(10)}?a=1#x`, '/share/[redacted]?a=1#x'],
    [null, `https://x.example/${TOKEN}/pets`, 'https://x.example/[redacted]/pets'],
    [null, `/a/${encodeURIComponent(`${TOKEN}+/=`)}`, '/a/[redacted]'],
    [null, '/pets;jsessionid=ABC;v=2/1', '/pets;jsessionid=[redacted];v=2/1'],
    [null, '/things/550e8400-e29b-41d4-a716-446655440000', '/things/550e8400-e29b-41d4-a716-446655440000'],
    [null, '/%E0%A4%A/x', '/%E0%A4%A/x'],
  ])('of a method at %s: %s is %s', (path, url, shown) => {
    expect(shownUrl(url, path === null ? null : { identity: [], path })).toBe(shown)
  })

  it('is the URL itself where nothing is hidden', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webPath(), (text, path) => {
        for (const url of [text, path, `https://x.example${path}?${text}`]) {
          const shown = shownUrl(url, GATE)
          if (!shown.includes('[redacted]')) expect(shown).toBe(url)
          expect(secretsIn(url, GATE).length > 0).toBe(shown !== url)
        }
      }),
    )
  })

  it('keeps what no authorizer is known to read, and a path as it is', () => {
    expect(shownUrl('https://x.example/pets?who=ann')).toBe('https://x.example/pets?who=ann')
    expect(shownUrl('https://x.example/signature=abc')).toBe('https://x.example/signature=abc')
  })

  it('leaves out what is to be hidden elsewhere as well, as it is sent and decoded', () => {
    expect(secretsIn('https://x.example/?a=1&Signature=a%2Fb&who=c+d', GATE)).toEqual(['a%2Fb', 'a/b', 'c+d', 'c d'])
    expect(secretsIn('https://x.example/?a=1&page=2', GATE)).toEqual([])
  })
})
