import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const held = (reason: string): Seed => ({
  apis: [
    {
      name: 'pets',
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: { prod: { cluster: '0.5', tags: { 'apigw-cache:hold': reason } }, dev: { cluster: '0.5' } },
    },
  ],
})

describe('a stage with the tag apigw-cache:hold', () => {
  it.each([
    'flush --yes',
    'flush --authorizers --yes',
    'resize --size 1.6 --yes',
    'disable --yes',
    'enable',
    'defaults --ttl 60',
    'override GET /pets --ttl 60',
  ])('is changed by whoever names it, with a warning that has the reason: %s', async (command) => {
    const { cli } = await withSandbox({ seed: held('incident 4711') })

    const { code, stderr } = await cli(`${command} --stage prod`)

    expect(stderr).toContain('warning: the stage is on hold (tag apigw-cache:hold): incident 4711\n')
    expect(code).toBe(0)
  })

  it('is named where there are several, and none other is warned of', async () => {
    const { cli } = await withSandbox({ seed: held('') })

    const { stderr } = await cli("flush --stage '*' --yes")

    expect(stderr.match(/on hold/g)).toHaveLength(1)
    expect(stderr).toMatch(/warning: stage prod of API pets \(\w+\): the stage is on hold .*: no reason given\n/)
  })
})

describe('a question about a flush', () => {
  it.each([
    ['', 'every entry'],
    ['--authorizers', 'every entry of the authorizer cache'],
    ['--all', 'every entry of the response cache and of the authorizer cache'],
  ])('says of which cache every entry is lost: %s', async (flag, lost) => {
    const { cli } = await withSandbox({ seed: held('x') })

    const nobody = await cli(`flush --stage prod ${flag}`)
    expect(nobody.stderr).toContain(`flush loses ${lost}, and there is no terminal to ask on`)
    const asked = await cli(`flush --stage prod ${flag}`, { answers: [false] })
    expect(asked.stderr).toContain(`lost: ${lost}. `)
  })
})
