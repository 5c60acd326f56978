import fc from 'fast-check'
import { expect, it } from 'vitest'
import { escaped, unescaped } from '../../../src/core/base/pointer.js'

it('a part of a JSON Pointer is read back as what was written, and has no slash', () => {
  expect(escaped('/pets/~{id}')).toBe('~1pets~1~0{id}')
  expect(unescaped('~01')).toBe('~1')
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(unescaped(escaped(name))).toBe(name)
      expect(escaped(name)).not.toContain('/')
    }),
  )
})
