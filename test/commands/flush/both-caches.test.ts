import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'

const SEED: Seed = {
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets' },
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: { prod: { cluster: '0.5' } },
    },
  ],
}
const DENIAL = {
  status: 403,
  body: '{"__type":"AccessDeniedException","message":"User is not authorized to perform: apigateway:DELETE"}',
}
const FLUSH = 'flush --all --stage prod --yes'
const HALF = 'AWS has accepted part of the change (a flush of the authorizer cache), and stage prod of API pets '

describe('flush --all that ends half way', () => {
  it('says which of the caches was flushed where the other is denied', async () => {
    const bench = await withSandbox({ seed: SEED })
    const env = await behind(bench, async ({ method, path, forward }) =>
      method === 'DELETE' && path.endsWith('/cache/data') ? DENIAL : forward(),
    )

    const { code, stderr } = await bench.cli(FLUSH, { env })

    expect(stderr).toContain(`; ${HALF}`)
    expect(code).toBe(4)
  })

  it('and which one where Ctrl-C comes before the answer to the other', async () => {
    const bench = await withSandbox({ seed: SEED })
    const interrupt = new AbortController()
    const env = await behind(bench, async ({ method, path, forward }) => {
      if (method === 'DELETE' && path.endsWith('/cache/data')) interrupt.abort()
      return forward()
    })

    const { code, stderr } = await bench.cli(FLUSH, { env, interrupt })

    expect(stderr).toContain('part of the change (a flush of the authorizer cache), and more of it may have been made')
    expect(code).toBe(130)
  })
})
