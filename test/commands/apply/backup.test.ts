import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

const FILES = {
  'apigw-cache.yaml': JSON.stringify({
    version: 1,
    stages: [{ api: 'pets', stage: 'prod', cache: '0.5', settings: { ttl: 60 } }],
  }),
}

describe('apply --backup', () => {
  it('keeps the way back that a file has, and sends nothing', async () => {
    const { cli, sent } = await withSandbox()
    const written = new Map<string, string>()
    const files = { ...FILES, 'before.yaml': 'version: 1' }
    sent()
    const { code, stderr } = await cli('apply --yes --backup before.yaml', { files, written })
    expect([code, stderr]).toEqual([2, expect.stringContaining('"before.yaml" exists, and with it a way back\n')])
    const hint = 'name another file, such as one with the number of the run; or remove this one'
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(hint)
    expect([sent(), [...written]]).toEqual([[], []])
    const declined = await cli('apply --backup before.yaml', { files, written, answers: [false] })
    expect([declined.code, sent(), [...written]]).toEqual([3, [], []])
  })

  it('replaces it where somebody says so', async () => {
    const { cli } = await withSandbox()
    const written = new Map<string, string>()
    const files = { ...FILES, 'before.yaml': 'version: 1' }
    const ran = await cli('apply --backup before.yaml', { files, written, answers: [true, true] })
    expect(ran.code).toBe(0)
    expect(written.get('before.yaml')).toContain('cache: false')
  })
})

describe('plan', () => {
  it('takes what a stage without settings does for what it is', async () => {
    const { cli } = await withSandbox()
    const settings = {
      caching: false,
      ttl: 300,
      encrypted: false,
      requireAuthorization: true,
      unauthorized: 'warn',
    }
    const file = { version: 1, stages: [{ api: 'pets', stage: 'prod', settings }] }
    const files = { 'apigw-cache.yaml': JSON.stringify(file) }
    expect(await cli('plan --check', { files })).toMatchObject({ code: 0 })
  })
})
