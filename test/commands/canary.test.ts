import { expect, it } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { withSandbox } from '../support/cli.js'

const HANDLER = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' } } as const
const USERS = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } } as const
const ON = { cachingEnabled: true } as const
const SEED: Seed = {
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets' },
      methods: { 'GET /pets/{id}': HANDLER, 'GET /users': USERS, 'GET /users/{id}': HANDLER },
      stages: {
        prod: {
          cluster: '0.5',
          settings: { 'GET /users': ON, 'GET /users/{id}': ON },
          canary: { percentTraffic: 0, useStageCache: true },
        },
      },
    },
  ],
}

it.each([
  ['the guard of the settings', "override GET '/pets/{id}' --cache on", "keys add GET '/pets/{id}' path.id --api"],
  ['verify of what is not cached', 'verify /pets/1 --expect cached', "keys add GET '/pets/{id}' path.id --api"],
  [
    'verify of values that share an entry',
    'verify /users --vary querystring.type=admin,regular',
    'keys add GET /users querystring.type --api',
  ],
  ['verify of paths that share an entry', 'verify /users/1 /users/2', "keys add GET '/users/{id}' path.id --api"],
  ['warm', 'warm /pets/1', "keys add GET '/pets/{id}' path.id --api"],
])('%s suggests no deployment of a stage that has a canary, and what it suggests works', async (_, command, next) => {
  const { cli, clock } = await withSandbox({ seed: SEED })
  // A time in whole seconds might be one that the backend rounds.
  clock.advance(1234)

  const { stdout, stderr } = await cli(`${command} --stage prod`)

  const told = `${stdout}\n${stderr}`.replace(/\s+/g, ' ')
  expect(told).toContain('has to be promoted or removed before the keys can be deployed')
  expect(told).toContain(`apigw-cache ${next}`)
  expect(told).not.toContain('--deploy')
  const [suggested = ''] = /keys add .*/.exec(`${stdout}\n${stderr}`) ?? []
  expect((await cli(suggested.trim())).code).toBe(0)
})

it('verify of values whose key waits for a deployment says that the canary comes first', async () => {
  const { cli } = await withSandbox({ seed: SEED })
  await cli('keys add GET /users querystring.type --stage prod')

  const { stdout } = await cli('verify /users --vary querystring.type=admin,regular --stage prod')

  expect(stdout.replace(/\s+/g, ' ')).toContain('has to be promoted or removed before the keys can be deployed')
  expect(stdout).toContain('apigw-cache keys list GET /users --api aaaaaaaaaa')
  expect(stdout).not.toContain('--deploy')
})
