import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NOT_ASKED, ROWS_NOT_ASKED } from '../../fieldtest/not-asked.js'
import { observations, unasked } from '../../fieldtest/report.js'
import { aboutTheSandbox, statementsIn } from '../../fieldtest/statements.js'

const behaviour = readFileSync('src/sandbox/BEHAVIOUR.md', 'utf8')
const statements = statementsIn(behaviour)

describe('the fieldtest', () => {
  it('asks every statement that is about more than the sandbox, or says in not-asked.ts why it does not', () => {
    expect(unasked(statements)).toEqual([])
  })

  it('tells a statement that is neither asked nor explained', () => {
    const fresh = { number: 'Z1', text: 'Something new. [inferred]', confidence: 'inferred' }
    const own = { number: 'Z2', text: 'Of itself. [limits of the sandbox]', confidence: 'limits of the sandbox' }
    expect(unasked([...statements, fresh, own])).toEqual(['Z1'])
  })

  it('asks more than 215 statements, each of which there is', () => {
    const asked = [...new Set(observations().map(({ statement }) => statement))]
    const numbers = statements.map(({ number }) => number)
    expect(asked.length).toBeGreaterThanOrEqual(215)
    expect(asked.filter((number) => !numbers.includes(number))).toEqual([])
    expect(Object.keys(NOT_ASKED).filter((number) => !numbers.includes(number))).toEqual([])
    expect(asked.filter((number) => number in NOT_ASKED)).toEqual([])
  })

  it('has a reason only where a statement is about more than the sandbox', () => {
    const own = statements.filter(aboutTheSandbox).map(({ number }) => number)
    expect(Object.keys(NOT_ASKED).filter((number) => own.includes(number))).toEqual([])
  })

  it('asks about each row of the table of unknowns, or says why not, and about no other', () => {
    const rows = [...behaviour.matchAll(/^\| (U\d+) \|/gm)].map(([, row]) => row)
    const asked = observations().flatMap(({ unknown }) => unknown?.row ?? [])
    expect(new Set([...asked, ...Object.keys(ROWS_NOT_ASKED)])).toEqual(new Set(rows))
  })
})
