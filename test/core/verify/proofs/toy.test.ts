import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { verify as registerVerify } from '../../../../src/commands/verify/command.js'
import { proofOptions } from '../../../../src/commands/verify/proof-flags.js'
import type { Context } from '../../../../src/context.js'
import type { Observation } from '../../../../src/core/answer/observation.js'
import { usable } from '../../../../src/core/evidence/series.js'
import { doorsOf } from '../../../../src/core/request/doors.js'
import type { VerifyProgress } from '../../../../src/core/verify/doors.js'
import { PROOFS, type ProofId } from '../../../../src/core/verify/proofs/list.js'
import type { Proof } from '../../../../src/core/verify/proofs/proof.js'
import { verify } from '../../../../src/core/verify/verify.js'
import { withSandbox } from '../../../support/cli.js'
import { openStageOf } from '../../../support/connection.js'

interface EchoOptions {
  readonly echo?: boolean | undefined
}

/** Asks once more, and sees whether that was answered as well. */
const echo: Proof<'echo', EchoOptions, Observation, boolean> = {
  id: 'echo',
  checkId: 'echo',
  input: { kind: 'switch', name: 'echo', summary: 'ask once more, beside {samples}' },
  sends: () => ['plain'],
  requires: () => [],
  take: { each: (_, { probing }) => probing.ask() },
  weigh: (answer) => usable([answer]).length > 0,
  check: (answered) => [{ outcome: answered ? 'pass' : 'fail', detail: answered ? 'it was answered' : 'it was not' }],
  because: (answered) => (answered ? { layer: null, clause: 'the echo came back', verdict: null } : null),
  rows: (answer) => [{ group: 'echo', label: 'echo', answer }],
}

const WITH_ECHO: readonly Proof[] = [...PROOFS, echo]

describe('one more proof', () => {
  it('is a flag of the command line', async () => {
    const program = new Command()
    // The rest of it is for when the verb runs.
    registerVerify(program, {} as Context, WITH_ECHO)
    const [command] = program.commands

    expect(command?.helpInformation()).toMatch(/Evidence:.*--echo +ask once more, beside --samples.*--flush/s)
    const reading = { env: {}, readFile: async () => null, hide: () => {} }
    expect(await proofOptions({ echo: true }, [echo], reading)).toEqual({ echo: true })
  })

  it('is announced, taken, told of as a check and in the reason, and listed with its answer', async () => {
    const bench = await withSandbox()
    await bench.cli('enable --stage prod')
    const doors = doorsOf(await openStageOf(bench))
    const events: VerifyProgress[] = []
    const asked: EchoOptions = { echo: true }
    const options = { paths: ['/pets'], onProgress: (event: VerifyProgress) => void events.push(event) }

    const { reports } = await verify(doors, { ...options, ...asked }, WITH_ECHO)
    const without = await verify(doors, options, WITH_ECHO)

    const announced = events.flatMap((event) => (event.kind === 'announce' ? [event.requests] : []))
    expect(announced).toEqual([5 + 1 + 1, 5 + 1])
    expect(reports[0]?.checks).toContainEqual({ id: 'echo', outcome: 'pass', detail: 'it was answered' })
    expect(reports[0]?.reason).toMatch(/; the echo came back$/)
    expect(reports[0]?.probes.map(({ label }) => label)).toEqual([...Array(5).fill(undefined), 'echo'])
    expect(JSON.stringify(without)).not.toContain('echo')
  })
})

describe('the list of proofs', () => {
  it('has each once, with options and checks that nothing else has', () => {
    const ids: readonly ProofId[] = PROOFS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(PROOFS.length)
    expect(new Set(PROOFS.map(({ checkId }) => checkId)).size).toBe(PROOFS.length)
    expect(new Set(PROOFS.map(({ input }) => input.name)).size).toBe(PROOFS.length)
  })
})
