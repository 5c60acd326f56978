import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { elsewhere } from '../../support/elsewhere.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /users': MOCK, 'ANY /orders': MOCK },
      stages: { prod: { cluster: '0.5' }, dev: { cluster: '0.5' } },
    },
  ],
}

const fileOf = (line: string) => ({
  'caches.yaml': [
    'version: 1',
    'stages:',
    '  - api: pets',
    '    stage: prod',
    `    ${line}`,
    '  - { api: pets, stage: dev, settings: { ttl: 60 } }\n',
  ].join('\n'),
})

const accepting = (method: string) => fileOf(`acceptUnkeyed: [{ method: ${method}, reason: nobody signs in }]`)

describe('plan', () => {
  it.each([
    ['acceptUnkeyed', accepting('GET /user'), 'caches.yaml:5:31: acceptUnkeyed: '],
    ['methods', fileOf('methods: { GET /user: { ttl: 5 } }'), 'caches.yaml:5:16: '],
  ])(
    'fails a stage whose %s names a method that the API lacks, says where, and plans the others',
    async (_, files, at) => {
      const { cli } = await withSandbox({ seed: SEED })
      const { code, stdout } = await cli('plan -f caches.yaml -o json', { files })
      const plan: Plan = JSON.parse(stdout)
      expect([code, plan.changes.map(({ target, path }) => [target.stage, path])]).toEqual([
        7,
        [['dev', 'defaults.ttl']],
      ])
      const message = `${at}API pets has no method GET /user (did you mean 'GET /users'?)`
      expect(plan.failed).toMatchObject([{ target: { stage: 'prod' }, message }])
    },
  )

  it.each(['all', 'GET /users', 'get /users', 'GET /orders', 'ANY /orders'])(
    'lets a file accept %s',
    async (method) => {
      const { cli } = await withSandbox({ seed: SEED })
      expect(await cli('plan -f caches.yaml', { files: accepting(method) })).toMatchObject({ code: 0 })
    },
  )

  it('lets a file accept a method that is not deployed yet', async () => {
    const bench = await withSandbox({ seed: SEED })
    const later = { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } }
    const document = { openapi: '3.0.1', info: { title: 'pets', version: '1' }, paths: { '/later': later } }
    await elsewhere(bench, 'PUT', '/restapis/aaaaaaaaaa?mode=merge', document)
    expect(await bench.cli('plan -f caches.yaml', { files: accepting('GET /later') })).toMatchObject({ code: 0 })
  })
})

describe('apply', () => {
  it('leaves a stage alone whose file accepts what the API lacks, and changes the others', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const ran = await cli('apply -f caches.yaml --yes', { files: accepting('GET /user') })
    expect(ran.code).toBe(7)
    expect(ran.stdout + ran.stderr).toContain("did you mean 'GET /users'?")
    const status = await cli('status --api pets --stage dev --query defaults.ttlSeconds -o json')
    expect(status.stdout).toBe('60\n')
  })
})
