import { describe, expect, it } from 'vitest'
import type { SeedMethod } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5c'
const SHARED = 'hT9-x_Q2mZ7bK4-wR8vN1cJ6'
const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const SEED = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'accounts',
      methods: {
        'GET /reset/{token}': { ...MOCK, keys: ['path.token'] },
        'GET /links/{id}': { ...MOCK, keys: ['path.id'] },
        'GET /forbidden/{id}': { ...MOCK, authorization: 'AWS_IAM' as const },
        'GET /large/{id}': { integration: { type: 'AWS_PROXY' as const, handler: 'large' } },
      },
      stages: { prod: { cluster: '0.5' as const, settings: { '*/*': { cachingEnabled: true } } } },
    },
  ],
}
const HANDLERS = { large: () => ({ statusCode: 200, body: ' '.repeat(1_048_577) }) }

describe('a token in the path of a URL', () => {
  it.each([
    'verify /reset/abc-1234',
    `verify /links/${JWT} /reset/abc-1234`,
    `verify /links/${SHARED} --expect not-cached`,
    `verify /links/1 --vary path.id=${SHARED},${JWT}`,
    `verify /links/1 --vary path.other=${SHARED},${JWT}`,
    `verify /nowhere/${JWT}`,
    `verify /forbidden/${SHARED} --expect cached`,
    `verify /links/../${JWT}`,
    `verify links/${JWT}`,
    `verify https://user:pass@x.example/${JWT}`,
    `verify http://127.0.0.1:9/${SHARED} --as A:1 --as B:2`,
    `verify /links/${SHARED} --invalidation --sign`,
    `verify /links/${SHARED} --control test-invoke --layer stage`,
    `invalidate /links/${JWT} /reset/abc-1234`,
    `invalidate /forbidden/${SHARED}`,
    `invalidate /forbidden/${SHARED} --dry-run`,
    `invalidate /links/{id} --param path.id=${SHARED}`,
    `invalidate /links/{id}/${SHARED}`,
    `invalidate /links/{id} --param path.id=..,${SHARED}`,
    `warm /links/${SHARED} /reset/abc-1234`,
    `warm /nowhere/${SHARED}`,
    `warm /links/${JWT} --dry-run`,
    `doctor --probe /links/${JWT} --probe /large/${SHARED} --probe /reset/abc-1234 --report sarif=out`,
    `doctor --probe /nowhere/${JWT}`,
  ])('is shown by nothing: %s', async (command) => {
    const { cli, sandbox } = await withSandbox({ seed: SEED, handlers: HANDLERS })
    const [verb] = command.split(' ')
    const reports: Record<string, string> = { verify: ' --report junit=out --report markdown=out.md' }

    for (const format of ['', ' -o json -v']) {
      const written = new Map<string, string>()
      const run = `${command} --api aaaaaaaaaa --stage prod${reports[verb ?? ''] ?? ''}${format}`
      const { stdout, stderr } = await cli(run, { written })

      const all = [stdout, stderr, ...written.values()].join('\n')
      expect(all).not.toMatch(/eyJhbGci|SflKxw|hT9-x_|abc-1234/)
      expect(all).not.toBe('')
    }
    for (const url of [JWT, SHARED]) {
      const invoke = `${sandbox.apis[0]?.stages[0]?.invokeUrl}/links/${url}`
      const { stdout, stderr } = await cli(`${verb} ${verb === 'doctor' ? '--probe ' : ''}${invoke}`)
      expect(stdout + stderr).not.toContain(url)
    }
  })

  it('leaves what it is no part of readable', async () => {
    const { cli } = await withSandbox({ seed: SEED, handlers: HANDLERS })

    const { stdout } = await cli(`verify /links/${SHARED} /links/42 --stage prod -o json`)

    const urls = JSON.parse(stdout).reports.map(({ url }: { readonly url: string }) => url.split('/links')[1])
    expect(urls).toEqual(['/[redacted]', '/42'])
  })
})
