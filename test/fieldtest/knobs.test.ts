import { describe, expect, it } from 'vitest'
import { answersOf, observations } from '../../fieldtest/report.js'
import { fieldtest } from '../../fieldtest/session.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import type { AnyChoices } from '../../src/sandbox/world/choices.js'
import { KNOBS } from '../../src/sandbox/world/knobs.js'

const choices: AnyChoices = KNOBS
const LAG_MS = 10_000

function valuesOf(name: string): readonly (string | number | boolean)[] {
  const values = choices[name]?.values ?? []
  if (values === 'flag') return [true, false]
  return 'unit' in values ? [0, LAG_MS] : values
}

describe('the fieldtest, asking which value a knob has', { timeout: 120_000 }, () => {
  it('has a question about every knob', () => {
    const asked = observations().flatMap(({ unknown }) => unknown?.knob ?? [])
    expect(new Set(asked)).toEqual(new Set(Object.keys(KNOBS)))
  })

  it.each(Object.keys(KNOBS))('names each value of %s', async (name) => {
    for (const value of valuesOf(name)) {
      const target = await sandboxTarget({ knobs: { [name]: value } })
      const { results, left } = await fieldtest(target, { only: [name] })
      await target.close()
      const [answer = ''] = answersOf(results)
      expect(answer).toMatch(new RegExp(`^(U\\d+ )?${name} = ${value}( |$)`))
      expect(results.map(({ verdict }) => verdict)).toEqual([value === choices[name]?.default ? 'holds' : 'differs'])
      expect(left).toEqual([])
    }
  })
})
