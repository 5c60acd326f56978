import { describe, expect, it } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { withSandbox } from '../support/cli.js'

const seedWith = (stage: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: { prod: stage },
    },
  ],
})
const CACHED = seedWith({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
const EMPTY = seedWith({})

describe('a change that waits for another one until --timeout', () => {
  it.each([
    ['flush --yes', 'resize --size 1.6 --yes', CACHED, 'FLUSH_IN_PROGRESS', 'available'],
    ['flush --yes', 'disable --yes', CACHED, 'FLUSH_IN_PROGRESS', 'available'],
    ['enable', 'flush --yes', EMPTY, 'CREATE_IN_PROGRESS', 'available'],
    ['disable --yes', 'enable', CACHED, 'DELETE_IN_PROGRESS', 'gone'],
  ] as const)('says that nothing was sent: %s, then %s', async (running, verb, seed, status, state) => {
    const { cli } = await withSandbox({ seed })
    await cli(`${running} --stage prod --no-wait`)

    const { code, stderr } = await cli(`${verb} --stage prod --timeout 5s`)

    expect(stderr).toContain(`stage prod of API pets is still ${status} after 5 s; nothing was sent\n`)
    expect(stderr).toContain(
      `AWS goes on by itself; wait for it, and repeat the command:\n  apigw-cache wait ${state} --api aaaaaaaaaa`,
    )
    expect(code).toBe(5)
  })

  it('says so on Ctrl-C as well', async () => {
    const { cli } = await withSandbox({ seed: EMPTY })
    await cli('enable --stage prod --no-wait')

    const { code, stderr } = await cli('flush --yes --stage prod', { interruptAt: 'CREATE_IN_PROGRESS' })

    expect(stderr).toContain('interrupted: stage prod of API pets is still CREATE_IN_PROGRESS; nothing was sent\n')
    expect(code).toBe(130)
  })

  it('says that a part was sent where that is so', async () => {
    const { cli } = await withSandbox({ seed: CACHED })
    await cli('flush --yes --stage prod --no-wait')

    const { code, stderr } = await cli('flush --all --yes --stage prod --timeout 5s')

    expect(stderr).toContain(
      'is still FLUSH_IN_PROGRESS after 5 s; AWS has accepted part of the change (a flush of the authorizer cache)\n',
    )
    expect(code).toBe(5)
  })
})

describe('what a flush in progress is called', () => {
  it.each([
    ['enable', 'nothing to change, the cache is on and is being flushed'],
    ['resize --size 0.5 --yes', 'nothing to change, the cache has this size and is being flushed'],
  ])('by a verb that finds nothing to change: %s', async (verb, words) => {
    const { cli } = await withSandbox({ seed: CACHED })
    await cli('flush --yes --stage prod --no-wait')

    const { code, stdout } = await cli(`${verb} --stage prod --no-wait`)

    expect(stdout).toContain(`= ${words}: pets / prod`)
    expect(code).toBe(0)
  })
})
