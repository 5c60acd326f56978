import { expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

it('apply begins nothing on a stage that never comes to rest', async () => {
  const methods = {
    'GET /users': { integration: { type: 'MOCK' as const }, parameters: ['querystring.type'] },
  }
  const apis = ['stuck', 'other'].map((name) => ({
    name,
    methods,
    stages: { prod: { cluster: '0.5' as const } },
  }))
  const { cli, sandbox } = await withSandbox({ seed: { apis }, faults: { stuckDelete: true } })
  expect(await cli('disable --api stuck --stage prod --yes --no-wait')).toMatchObject({ code: 0 })
  const stages = apis.map(({ name }) => ({
    ...{ api: name, stage: 'prod', cache: '0.5', settings: { caching: true } },
    methods: { 'GET /users': { keys: ['querystring.type'] } },
  }))
  const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
  sandbox.clearRequests()

  const ran = await cli('apply --yes --deploy --accept-unkeyed all --timeout 10m -o json', { files })

  expect(ran.code).toBe(7)
  expect(JSON.parse(ran.stdout)).toMatchObject({
    applied: [{ target: { api: { name: 'other' } } }],
    failed: [{ target: { api: { name: 'stuck' } } }],
  })
  const [stuck] = JSON.parse(ran.stdout).failed
  const writes = sandbox.requests().filter(({ method, path }) => method !== 'GET' && path.includes(stuck.target.api.id))
  expect(writes).toEqual([])
})
