import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const seed: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'shop',
      methods: { 'ANY /things/{id}': { integration: { type: 'MOCK' } } },
      stages: { prod: { cluster: '0.5' } },
    },
  ],
}

describe('verbs that an ANY method serves', () => {
  it('are accepted one by one: an accepted GET says nothing of PUT', async () => {
    const { cli } = await withSandbox({ seed })
    const get = 'override GET /things/{id} --cache on --stage prod'
    const { stderr } = await cli(get)
    expect(stderr).toContain('GET /things/{id} is not keyed on path.id')
    expect(stderr).toContain("apigw-cache keys add ANY '/things/{id}' path.id --deploy")
    expect((await cli(`${get} --accept-unkeyed 'GET /things/{id}'`)).code).toBe(0)

    const put = await cli('override PUT /things/{id} --cache on --yes --stage prod')

    expect(put.stderr).toContain("--accept-unkeyed 'PUT /things/{id}'")
    expect(put.code).toBe(2)
  })

  it('are all accepted with the ANY method itself', async () => {
    const { cli } = await withSandbox({ seed })

    const { code } = await cli(
      "override PUT /things/{id} --cache on --yes --stage prod --accept-unkeyed 'ANY /things/{id}'",
    )

    expect(code).toBe(0)
  })

  it('are permitted to be invalidated alone', async () => {
    const { cli } = await withSandbox({ seed })

    const { stdout } = await cli('policy invalidate GET /things/{id} --stage prod --query Statement[0].Resource')

    expect(JSON.parse(stdout)).toEqual(['arn:aws:execute-api:us-east-1:000000000000:aaaaaaaaaa/prod/GET/things/*'])
  })
})
