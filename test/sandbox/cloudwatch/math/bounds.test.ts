import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CloudWatchFailure } from '../../../../src/sandbox/cloudwatch/failure.js'
import { parseExpression } from '../../../../src/sandbox/cloudwatch/math/parser.js'
import { ExpressionError } from '../../../../src/sandbox/cloudwatch/math/syntax.js'
import { evaluated } from './math-support.js'

const A = { a: [30, 20, 0, 0], b: [20, null, 20, null] }

describe('metric math', () => {
  it('M60 bounds the depth of an expression and the times that it fills', () => {
    expect(() => parseExpression(`${'('.repeat(100)}a${')'.repeat(100)}`)).toThrow(ExpressionError)
    expect(() => parseExpression('-'.repeat(2000))).toThrow(ExpressionError)
    const fills = Array.from({ length: 400 }, (_none, index) => `e${index}`)
    const queries = fills.map((Id) => ({ Id, Expression: 'FILL(a, 0)', ReturnData: false }))
    const long = { a: Array.from({ length: 10_000 }, () => 1) }
    expect(() => evaluated(`SUM([${fills.slice(0, 150).join(', ')}])`, long, { queries })).toThrow('too many times')
  })

  it('M60 never fails in another way, whatever the text', () => {
    const part = fc.constantFrom(
      ...['a', 'b', '1', '2.5', '+', '-', '*', '/', '^', '(', ')', '[', ']', ',', '<', '==', 'AND', 'OR', "'x'", '"'],
      ...['IF(', 'FILL(', 'SUM(', 'METRICS()', 'SORT(', 'SEARCH(', 'PERIOD(', 'REPEAT', 'TIME_SERIES(', 'SLICE('],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          for (const { values } of evaluated(parts.join(' '), A)) {
            expect(values.every(([, value]) => Number.isFinite(value))).toBe(true)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CloudWatchFailure)
        }
      }),
      { numRuns: 300 },
    )
  })
})
