import { describe, expect, it } from 'vitest'
import { openStage } from '../../../src/core/find/target.js'
import { type WarmOptions, warm } from '../../../src/core/warm/warm.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

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
  const connection = await connectionTo(bench)
  const resolved = await openStage(connection, { api: 'pets', stage: 'prod' })
  const asked = () => bench.sandbox.requests().filter(({ service }) => service === 'execute-api').length
  return { asked, call: (options: WarmOptions) => warm(connection, resolved, options) }
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

    const accepted = await call({ ...options, acceptUnkeyed: async () => {} })
    expect(accepted.passed).toBe(true)
  })

  it.each<[Partial<WarmOptions>, string]>([
    [{ perSecond: 0 }, 'perSecond is 0'],
    [{ perSecond: Number.NaN }, 'perSecond is NaN'],
    [{ concurrency: 1.5 }, 'concurrency is 1.5'],
    [{ paths: ['users'] }, '"users" is neither a path nor a URL'],
    [{ paths: [] }, 'nothing to warm was named'],
  ])('refuses %j', async (options, message) => {
    const { asked, call } = await stage()

    await expect(call({ paths: ['/users'], ...options })).rejects.toThrow(message)
    expect(asked()).toBe(0)
  })
})
