import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mergeFaults, parseAssignments, parseKnobs } from '../../../src/sandbox/world/assignments.js'
import { type AnyChoices, helpOf, usageOf } from '../../../src/sandbox/world/choices.js'
import { FAULTS, noFaults } from '../../../src/sandbox/world/faults.js'
import { KNOBS } from '../../../src/sandbox/world/knobs.js'

const BEHAVIOUR = readFileSync(new URL('../../../src/sandbox/BEHAVIOUR.md', import.meta.url), 'utf8')

/** By name, what each takes and what it refuses. */
function samples(choices: AnyChoices): [string, readonly unknown[], readonly unknown[]][] {
  return Object.entries(choices).map(([name, { values }]) => {
    if (values === 'flag') return [name, [true, false], [0, 'yes']]
    if (!('unit' in values)) return [name, values, ['other', true]]
    const { min, max = 1e9, whole } = values
    return [name, [min, max], [min - 1, ...('max' in values ? [max + 1] : []), ...(whole ? [min + 0.5] : []), 'x']]
  })
}

describe('knobs and faults', () => {
  it.each(samples(KNOBS))('take for the knob %s %j, and not %j', (name, taken, refused) => {
    for (const value of taken) expect(parseKnobs({ [name]: value })).toEqual({ knobs: { [name]: value } })
    for (const value of refused) expect(parseKnobs({ [name]: value })).toHaveProperty('problem')
  })

  it.each(samples(FAULTS))('take for the fault %s %j, and not %j', (name, taken, refused) => {
    for (const value of taken) {
      const faults = noFaults()
      expect(mergeFaults(faults, { [name]: value })).toBeNull()
      expect(faults).toEqual({ ...noFaults(), [name]: value })
    }
    for (const value of refused) expect(mergeFaults(noFaults(), { [name]: value })).toContain(name)
  })

  it('are read from name=value, and a name alone is true', () => {
    const words = ['stuckDelete', 'missRate=0.1', 'multiValueKey=first', 'rawSlashes=false', 'note=a=b']

    expect(parseAssignments(words)).toEqual({
      stuckDelete: true,
      missRate: 0.1,
      multiValueKey: 'first',
      rawSlashes: false,
      note: 'a=b',
    })
  })

  it('are offered with their values', () => {
    expect(usageOf(FAULTS)).toBe(
      'stuckDelete, backendDelayMs=<ms>, missRate=<0..1>, evictionRate=<0..1>, ' +
        'backendErrorRate=<0..1>, backendErrorStatus=<status>, metricGaps=<0..1>',
    )
    expect(usageOf(KNOBS)).toContain('keyIncludesVerb=<true|false>, ')
    expect(usageOf(KNOBS)).toContain('multiValueKey=<last|first|joined>, ')
    expect(helpOf(FAULTS).find(({ name }) => name === 'backendErrorStatus')?.about).toMatch(
      / \(status; default: 500\)$/,
    )
  })

  it.each(Object.entries(KNOBS))('are explained where AWS is not known: %s', (name, { default: byDefault }) => {
    const lines = BEHAVIOUR.split('\n').filter((line) => line.includes(`\`${name}\``))

    expect(lines.some((line) => line.includes(String(byDefault)))).toBe(true)
  })
})
