import { describe, expect, it } from 'vitest'
import { TOPICS } from '../../../src/render/help.js'
import { withSandbox } from '../../support/cli.js'

describe('help', () => {
  it('takes the words of a command, as its own help does', async () => {
    const { cli } = await withSandbox()
    const { code, stdout } = await cli('help keys add')
    expect(code).toBe(0)
    expect(stdout).toBe((await cli('keys add --help')).stdout)
  })

  it.each([
    ['key', 'keys'],
    ['exit', 'exit-codes'],
    ['env', 'environment'],
    ['flsuh', 'flush'],
  ])('on %s says that %s was meant', async (typed, meant) => {
    const { cli } = await withSandbox()

    const { code, stderr } = await cli(`help ${typed}`)

    expect(stderr).toContain(`there is no help on "${typed}"\n  did you mean ${meant}?\n`)
    expect(code).toBe(2)
  })

  it.each(Object.entries(TOPICS))('on %s fits a terminal of 80 columns', async (topic, text) => {
    const { cli } = await withSandbox()
    expect((await cli(['help', topic])).stdout).toContain(text.trimEnd())
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })
})
