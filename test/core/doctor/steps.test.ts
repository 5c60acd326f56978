import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { shellWord } from '../../../src/core/base/shell.js'
import { spelled } from '../../../src/core/doctor/rule.js'
import { override } from '../../../src/core/doctor/steps.js'
import { shellWords } from './running.js'

const TARGET = { account: null, region: 'eu-west-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' }

describe('a word of a suggested command', () => {
  it('reaches the program as it was meant, whatever is in it', () => {
    const words = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), 300).filter((one) => !one.includes('\0'))

    expect(shellWords(words.map(shellWord).join(' '))).toEqual(words.map(wellFormed))
  })

  it.each([
    ['GET', 'GET'],
    ['/pets/{id}', "'/pets/{id}'"],
    ['/a b', "'/a b'"],
    ["/it's", "'/it'\\''s'"],
    ['/$(rm -rf .)', "'/$(rm -rf .)'"],
    ['/x;reboot', "'/x;reboot'"],
    ['', "''"],
    ['/\u001b[2J', "$'/\\x1b[2J'"],
    ['/\u202egnp', "$'/\\u202egnp'"],
  ])('%j is written %s', (text, written) => {
    expect(shellWord(text)).toBe(written)
  })

  it('has no control character in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shellWord(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('a suggested command', () => {
  it('names the stage again, as the connection was given', () => {
    const spelling = commandSpelling({ profile: 'my profile', endpointUrl: 'http://127.0.0.1:4780' })
    const step = override({ method: 'GET', path: '/pets/{id}' }, { ttlSeconds: '300' })

    expect(shellWords(spelled(step, TARGET, spelling))).toEqual([
      ...['apigw-cache', 'override', 'GET', '/pets/{id}', '--ttl', '300'],
      ...['--api', 'aaaaaaaaaa', '--stage', 'prod', '--region', 'eu-west-1'],
      ...['--profile', 'my profile', '--endpoint-url', 'http://127.0.0.1:4780'],
    ])
  })
})

/** A lone surrogate is no character: no program can be given one. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
