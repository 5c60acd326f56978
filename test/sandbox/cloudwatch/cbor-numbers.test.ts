import { cbor } from '@smithy/core/cbor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasSafeNumbers } from '../../../src/sandbox/cloudwatch/protocols/cbor-numbers.js'

const number = (head: number, value: bigint) => {
  const bytes = Buffer.alloc(9)
  bytes[0] = head
  bytes.writeBigUInt64BE(value, 1)
  return bytes
}

describe('numbers in CBOR', () => {
  it.each([
    ['a whole number', 0x1b],
    ['a negative one', 0x3b],
    ['the length of bytes', 0x5b],
    ['the length of a text', 0x7b],
    ['the length of a list', 0x9b],
    ['the length of a map', 0xbb],
    ['a tag', 0xdb],
  ])('M116 refuses %s of 2^53 or more, wherever it stands', (_, head) => {
    const list = (inner: Buffer) => Buffer.concat([Buffer.from([0x82, 0x63]), Buffer.from('abc'), inner])
    expect(hasSafeNumbers(list(number(head, 2n ** 53n)))).toBe(false)
    expect(hasSafeNumbers(list(number(head, 2n ** 53n - 1n)))).toBe(true)
  })

  it('M116 takes fractions and texts, whatever their bytes are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true }), fc.string({ unit: 'binary' }), fc.integer(), fc.boolean())),
        (values) => {
          expect(hasSafeNumbers(Buffer.from(cbor.serialize({ values })))).toBe(true)
        },
      ),
    )
  })

  it('M116 ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof hasSafeNumbers(Buffer.from(bytes))).toBe('boolean')
      }),
    )
  })
})
