import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksSecret } from '../../../../src/core/base/secrets/secret-text.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5c'

describe('a text that is secret by its form', () => {
  it.each([
    JWT,
    JWT.split('.')[0] ?? '',
    // Without a signature, and encrypted.
    JWT.replace(/\.[^.]*$/, '.'),
    `${JWT}.aaaa.bbbb`,
    '3f786850e387550fdab836ed7e6dc881de23001b',
    '5D41402ABC4B2A76B9719D911017C592',
    'vZ3kQ9wXrT7bN2mL5cJ8',
    'hT9-x_Q2mZ7bK4-wR8vN1cJ6',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'mfrggzdfmztwq2lknnwg23tpobyxe43u',
    'user-550e8400-e29b-41d4-a716-446655440000-vZ3kQ9wXrT7bN2mL5cJ8',
  ])('%s', (text) => {
    expect(looksSecret(text)).toBe(true)
  })
})

describe('a text that is none', () => {
  it.each([
    '',
    '1',
    'pets',
    'eyJ',
    'eyJafjallajökull',
    '550e8400-e29b-41d4-a716-446655440000',
    'urn:uuid:550E8400-E29B-41D4-A716-446655440000',
    '507f1f77bcf86cd799439011',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '12345678901234567890123456789012345',
    '2026-11-29T05:20:18.123456Z',
    'how-to-configure-api-gateway-caching-in-2026',
    'iphone-15-pro-max-256gb-black-titanium',
    'getCustomerOrderHistoryByAccountIdAndName',
    'arn:aws:apigateway:eu-west-1::restapis',
    'How-To-Do-It-In-A-Day-Or-Two-2026',
    'getUserByIdAndNameOrEmail',
    'ORD-2026-00012345-EU',
    '{resourcePathParameterName}',
    'Donaudampfschifffahrtsgesellschaftskapitaen',
    'ann.smith@customers.example.com',
    '48.856613,2.352222',
  ])('%s', (text) => {
    expect(looksSecret(text)).toBe(false)
  })
})

describe('tokens as they are made', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

  it('are seen in hexadecimal digits, from 16 bytes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 64 }).chain(bytes), (made) => {
        const text = Buffer.from(made).toString('hex')
        fc.pre(!/^\d+$/.test(text))
        expect(looksSecret(text)).toBe(true)
      }),
    )
  })

  it('are seen in base64url, from 24 bytes on, all but a few', () => {
    const made = Array.from({ length: 2000 }, (_, index) => createHash('sha256').update(`${index}`).digest())
    const missed = made.filter((one) => !looksSecret(one.subarray(0, 24).toString('base64url')))
    expect(missed.length).toBeLessThan(2000 * 0.02)
  })

  it('are no words with hyphens between them', () => {
    const word = fc.stringMatching(/^[a-z]{4,9}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (words) => {
        expect(looksSecret(words.join('-'))).toBe(false)
      }),
    )
  })

  it('are no UUIDs', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(looksSecret(uuid)).toBe(false)
      }),
    )
  })
})
