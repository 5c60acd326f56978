import { describe, expect, it } from 'vitest'
import { createSecrets } from '../../../src/io/terminal/secrets.js'

const { redact } = createSecrets({})

describe('what is written for people', () => {
  it.each([
    ['Authorization: Bearer eyJhbGciOi.payload', 'Authorization: [redacted]'],
    ['authorization:AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=abc', 'authorization:[redacted]'],
    ["'x-amz-security-token': 'IQoJb3Jp', next", "'x-amz-security-token': '[redacted]', next"],
    ['{"message":"x-amz-security-token:IQoJb3Jp"}', '{"message":"x-amz-security-token:[redacted]"}'],
    ['before\nCookie: session=1\nafter', 'before\nCookie: [redacted]\nafter'],
    [
      'https://s3/?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=abc&X-Amz-Security-Token=t&a=1',
      'https://s3/?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]&a=1',
    ],
    ['GET /pets?api_key=k1&page=2 failed', 'GET /pets?api_key=[redacted]&page=2 failed'],
    ["verify '/pets?a=1&X-Email=ann%40x'", "verify '/pets?a=1&X-Email=[redacted]'"],
  ])('has no trace of how a request was signed: %s', (text, shown) => {
    expect(redact(text)).toBe(shown)
  })

  it.each([
    'GET /users is cached without header.Authorization in its key: this answer would be stored for everyone',
    'integration.header.Authorization=method.request.header.Authorization',
    "repeat with --header 'Accept: text/html'",
    'GET /pets?keyword=dog&nextToken=2 is cached',
  ])('keeps the names of headers: %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('names accounts, also where a sandbox takes the number for an access key', () => {
    const { redact: shown } = createSecrets({ AWS_ACCESS_KEY_ID: '111111111111' })
    expect(shown('account 111111111111')).toBe('account 111111111111')
  })

  it('has no secret of the environment, nor one that turns up later, in any spelling', () => {
    const secrets = createSecrets({
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtn/FEMI+K7',
      AWS_SESSION_TOKEN: undefined,
    })
    secrets.hide('Bearer abc"def+ghi')

    expect(secrets.redact('key wJalrXUtn/FEMI+K7, wJalrXUtn%2FFEMI%2BK7')).toBe('key [redacted], [redacted]')
    expect(secrets.redact('token abc"def+ghi')).toBe('token [redacted]')
    expect(secrets.redact(JSON.stringify({ sent: 'Bearer abc"def+ghi' }))).toBe('{"sent":"[redacted]"}')
  })

  it('hides the longer of two secrets whole', () => {
    const secrets = createSecrets({})
    secrets.hide('abcdefgh')
    secrets.hide('abcdefgh-and-more')

    expect(secrets.redact('abcdefgh-and-more')).toBe('[redacted]')
  })

  it.each([
    ['of 8 characters is hidden', 'abcd1234', 'key [redacted].'],
    ['of 7 characters is a word like any other', 'abcd123', 'key abcd123.'],
    ['of 8 characters is hidden behind its scheme', 'Bearer abcd1234', 'key [redacted].'],
  ])('a secret %s', (_, secret, shown) => {
    const secrets = createSecrets({})
    secrets.hide(secret)

    expect(secrets.redact(`key ${secret.replace('Bearer ', '')}.`)).toBe(shown)
    expect(createSecrets({ AWS_SECRET_ACCESS_KEY: secret }).redact(`key ${secret}.`)).toBe(shown)
  })

  it('keeps words that somebody chose for a secret', () => {
    expect(createSecrets({ AWS_SECRET_ACCESS_KEY: 'test' }).redact('test-invoke')).toBe('test-invoke')
  })
})
