import { describe, expect, it } from 'vitest'
import { secretsIn, shownUrl } from '../../../src/core/request/shown-url.js'

const GATE = { identity: ['querystring.Who'] }

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
    ['signatures=3&whose=ann&amz-date=1&page=2', 'signatures=3&whose=ann&amz-date=1&page=2'],
  ])('of ?%s is ?%s', (query, shown) => {
    expect(shownUrl(`https://x.example/pets?${query}`, GATE)).toBe(`https://x.example/pets?${shown}`)
  })

  it('keeps what no authorizer is known to read, and a path as it is', () => {
    expect(shownUrl('https://x.example/pets?who=ann')).toBe('https://x.example/pets?who=ann')
    expect(shownUrl('https://x.example/signature=abc')).toBe('https://x.example/signature=abc')
  })

  it('leaves out what is to be hidden elsewhere as well, as it is sent and decoded', () => {
    expect(secretsIn('https://x.example/?a=1&Signature=a%2Fb&who=c+d', GATE)).toEqual([
      'a%2Fb',
      'a/b',
      'c+d',
      'c d',
    ])
    expect(secretsIn('https://x.example/?a=1&page=2', GATE)).toEqual([])
  })
})
