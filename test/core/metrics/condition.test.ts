import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConditionFigures, judge, parseCondition } from '../../../src/core/metrics/condition.js'

const METRICS: ConditionFigures = {
  ...{ hits: 60, misses: 40, requests: 120, ratio: 0.6, monthlyUsd: 14.6, latencyMs: 120.5 },
  status: 'AVAILABLE',
}
const UNKNOWN: ConditionFigures = {
  ...{ hits: null, misses: null, requests: null, ratio: null, monthlyUsd: null, latencyMs: null },
  status: null,
}
const holds = (text: string, metrics: Parameters<typeof judge>[1] = METRICS) =>
  judge([parseCondition(text)], metrics).met.length === 1

describe('a condition', () => {
  it.each([
    ['ratio<0.6', false],
    ['ratio<=0.6', true],
    ['ratio<61%', true],
    ['ratio<60%', false],
    ['ratio = 0.6', true],
    ['ratio!=0.6', false],
    [' hits > 59 ', true],
    ['hits>60', false],
    ['hits>=60', true],
    ['misses=40', true],
    ['misses!=41', true],
    ['requests<120.5', true],
    ['requests=0', false],
    ['status!=AVAILABLE', false],
    ['status = available', true],
    ['status=FLUSH_IN_PROGRESS', false],
    ['monthlyUsd>500', false],
    ['monthlyUsd > 14', true],
    ['latencyMs>200', false],
    ['latencyMs>=120.5', true],
  ])('%s holds of 60 hits and 40 misses in 120 requests: %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })

  it.each([
    'ratio',
    'ratio<',
    '<0.6',
    'ratio==0.6',
    'ratio<.6',
    'ratio<-1',
    'hits<5%',
    'latency<5',
    'monthlyUsd<5%',
    'latencyMs=AVAILABLE',
    'Ratio<0.6',
    'ratio<0.6 or hits<5',
    '',
  ])('"%s" is none, and the error shows one', (text) => {
    expect(() => parseCondition(text)).toThrow(
      expect.objectContaining({ kind: 'usage', hint: expect.stringContaining("'ratio<0.6'") }),
    )
  })

  it('about a ratio above 1 is refused: 60 is not 60 %', () => {
    expect(() => parseCondition('ratio<60')).toThrow('a ratio is never 60')
    expect(parseCondition('ratio<=1').value).toBe(1)
  })

  it('never holds of a figure that is not known, and is named then', () => {
    for (const text of ['ratio<1', 'hits=0', 'misses!=0', 'requests>=0', 'monthlyUsd!=1', 'status!=AVAILABLE']) {
      const one = parseCondition(text)
      expect(judge([one], UNKNOWN)).toEqual({ met: [], unknown: [one] })
    }
  })

  it('agrees with its opposite about every known figure', () => {
    const opposites = [
      ['<', '>='],
      ['>', '<='],
      ['=', '!='],
    ] as const
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.constantFrom(...opposites), (found, limit, [one, other]) => {
        const metrics = { ...METRICS, hits: found }
        expect(holds(`hits${one}${limit}`, metrics)).toBe(!holds(`hits${other}${limit}`, metrics))
      }),
    )
  })
})
