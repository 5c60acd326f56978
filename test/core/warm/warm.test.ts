import { describe, expect, it } from 'vitest'
import type { WarmOptions } from '../../../src/core/warm/warm.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { stageOf } from '../../../src/stage.js'
import { withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

const SEED: Seed = {
  apis: [
    {
      name: 'pets',
      methods: { 'GET /users': { integration: { type: 'AWS_PROXY', handler: 'demo-users' } } },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
    },
  ],
}

async function stage() {
  const bench = await withSandbox({ seed: SEED })
  bench.clock.advance(1237)
  const { warm } = stageOf(await openStageOf(bench))
  const asked = () => bench.sandbox.requests().filter(({ service }) => service === 'execute-api').length
  return { asked, call: (options: WarmOptions) => warm(options) }
}

describe('warm as a library', () => {
  it('fills the cache and says so', async () => {
    const { call } = await stage()

    expect(await call({ paths: ['/users'] })).toMatchObject({ passed: true, reports: [{ cached: true }] })
  })

  it('refuses an identity that nobody accepted, before anything is asked', async () => {
    const { asked, call } = await stage()
    const options = { paths: ['/users'], headers: [['Cookie', 's=1']] } as const

    await expect(call(options)).rejects.toThrow('may be stored for everyone: GET /users (header.Cookie)')
    expect(asked()).toBe(0)

    const accepted = await call({ ...options, acceptUnkeyed: ['GET /users'] })
    expect(accepted.passed).toBe(true)
  })

  it('says before the first request what it takes, and how far it is after each', async () => {
    const { call } = await stage()
    const told: unknown[] = []

    await call({ paths: ['/users'], onStart: (start) => told.push(start), onProgress: (p) => told.push(p) })

    expect(told[0]).toEqual({ urls: 1, testInvokes: 1, perSecond: 5 })
    expect(told[1]).toEqual({ filled: 1, seenAgain: 0, total: 1 })
  })

  it.each<[Partial<WarmOptions>, string]>([
    [{ perSecond: 0 }, 'perSecond is 0'],
    [{ perSecond: Number.NaN }, 'perSecond is NaN'],
    [{ concurrency: 1.5 }, 'concurrency is 1.5'],
    [{ paths: ['users'] }, '"users" is neither a path nor a URL'],
    [{ paths: [] }, 'nothing to warm was named'],
    [{ acceptUnkeyed: ['GET /nobody'] }, '"GET /nobody" is accepted, which the deployed API does not have'],
  ])('refuses %j', async (options, message) => {
    const { asked, call } = await stage()

    await expect(call({ paths: ['/users'], ...options })).rejects.toThrow(message)
    expect(asked()).toBe(0)
  })
})
