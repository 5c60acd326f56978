import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const PROXY: SeedMethod = { integration: { type: 'HTTP_PROXY', uri: 'https://example.com' } }
const METHODS = { 'GET /users': { ...MOCK, parameters: ['querystring.type'] }, 'GET /proxied': PROXY }

const KEYED = { 'GET /users': { keys: ['querystring.type'] } }
const IMPOSSIBLE = {
  'GET /proxied': { keys: ['integration.header.Type=method.request.querystring.type'] },
}

async function checked(wanted: object, more: Partial<Seed['apis'][number]['stages'][string]> = {}) {
  const settings = { '*/*': { cachingEnabled: true } }
  const stages = { prod: { cluster: '0.5' as const, settings, ...more } }
  const bench = await withSandbox({ seed: { apis: [{ name: 'pets', methods: METHODS, stages }] } })
  const files = {
    'apigw-cache.yaml': JSON.stringify({ version: 1, stages: [{ api: 'pets', stage: 'prod', ...wanted }] }),
  }
  const ran = await bench.cli('plan --check -o json', { files })
  const plan: Plan = JSON.parse(ran.stdout)
  return { code: ran.code, blocked: plan.changes.map(({ blocked }) => blocked) }
}

describe('plan --check', () => {
  it('counts keys that another apply would make live', async () => {
    expect(await checked({ methods: KEYED })).toEqual({ code: 6, blocked: ['waits for a deployment'] })
  })

  it('does not count keys that the method can never have', async () => {
    const { code, blocked } = await checked({ methods: IMPOSSIBLE })
    expect(blocked).toEqual([expect.stringContaining('proxy')])
    expect(code).toBe(0)
  })

  it('counts what else the file wants of such a stage', async () => {
    expect(await checked({ settings: { ttl: 60 }, methods: IMPOSSIBLE })).toMatchObject({ code: 6 })
  })

  it('does not count what is left to somebody else’s deployment, nor what that holds back', async () => {
    const { code, blocked } = await checked(
      { deploy: false, settings: { caching: true }, methods: KEYED },
      { settings: {} },
    )
    expect(blocked).toEqual([
      expect.stringContaining('would cache GET /users'),
      expect.stringContaining('deploy: false'),
    ])
    expect(code).toBe(0)
  })

  it('does not count keys of a stage with a canary, whose deployment is its owner’s', async () => {
    const { code, blocked } = await checked({ methods: KEYED }, { canary: { percentTraffic: 10 } })
    expect(blocked).toEqual([expect.stringContaining('a stage with a canary')])
    expect(code).toBe(0)
  })
})
