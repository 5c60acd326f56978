import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'

const MOCK = { integration: { type: 'MOCK' } } as const
const UNKEYED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': MOCK, 'GET /pets/{id}': MOCK, 'GET /users/{id}': MOCK },
      stages: { prod: {} },
    },
  ],
}

describe('enable, where the deployed API may not be read', () => {
  /** The sandbox behind an IAM policy that does not allow its exports. */
  async function withoutExports({ sandbox }: Bench): Promise<string> {
    const server = createServer((request, response) => {
      void (async () => {
        if (request.url?.includes('/exports/')) {
          response.writeHead(403, { 'x-amzn-ErrorType': 'AccessDeniedException' }).end('{"message":"no"}')
          return
        }
        const chunks: Buffer[] = []
        for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
        const { method = 'GET', url = '/', headers } = request
        const answer = await fetch(`${sandbox.url}${url}`, {
          method,
          headers: Object.entries(headers).flatMap(([name, value]) =>
            typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [],
          ),
          ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        })
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
      })()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  it('refuses without somebody to ask, whatever else is accepted, and goes on where that is', async () => {
    const bench = await withSandbox({ seed: UNKEYED })
    const AWS_ENDPOINT_URL = await withoutExports(bench)
    const enable = (flags: string) => runCli(`enable --stage prod -o json ${flags}`, bench.clock, { AWS_ENDPOINT_URL })
    bench.sent()

    const { code, stderr } = await enable('--yes --accept-unkeyed all')

    expect(code).toBe(2)
    expect(stderr).toContain('the deployed API may not be read')
    expect(stderr).toContain('repeat with --accept-unchecked')
    expect(bench.sent()).not.toContain('UpdateStage')
    const accepted = await enable('--accept-unchecked')
    expect(JSON.parse(accepted.stdout)).toMatchObject({ cluster: { status: 'AVAILABLE' } })
    expect(accepted.code).toBe(0)
  })

  it('asks at a terminal, and is silent about what caches nothing more', async () => {
    const bench = await withSandbox({ seed: UNKEYED })
    const AWS_ENDPOINT_URL = await withoutExports(bench)
    const run = (command: string, answers?: readonly boolean[]) =>
      runCli(`${command} --stage prod`, bench.clock, { AWS_ENDPOINT_URL }, answers ? { answers } : {})

    expect((await run('enable --yes', [false])).code).toBe(3)
    expect((await run('enable', [true])).code).toBe(0)
    expect((await run('defaults --ttl 60')).code).toBe(0)
    expect((await run('defaults --cache off')).code).toBe(0)
    expect((await run('override GET /pets --cache off')).code).toBe(0)
    expect((await run('override GET /pets --cache on')).code).toBe(2)
    expect((await run('defaults --cache on')).code).toBe(2)
    expect((await run('defaults --cache on --dry-run')).stderr).toContain('without --accept-unchecked')
    expect((await run('defaults --cache on --accept-unchecked')).code).toBe(0)
  })

  it('asks before keys of what is cached are removed', async () => {
    const bench = await withSandbox({
      seed: {
        apis: [
          {
            id: 'aaaaaaaaaa',
            name: 'pets',
            methods: {
              'GET /pets/{id}': { ...MOCK, keys: ['path.id'] },
              'POST /pets/{id}': { ...MOCK, keys: ['path.id'] },
            },
            stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
          },
        ],
      },
    })
    const AWS_ENDPOINT_URL = await withoutExports(bench)
    const remove = (verb: string, flags = '') =>
      runCli(`keys remove ${verb} /pets/{id} path.id --stage prod ${flags}`, bench.clock, {
        AWS_ENDPOINT_URL,
      })

    expect((await remove('POST')).code).toBe(0)
    expect((await remove('GET')).code).toBe(2)
    expect((await remove('GET', '--accept-unchecked')).code).toBe(0)
  })

  it('status --methods still shows the methods, with keys that are not known', async () => {
    const bench = await withSandbox({ seed: UNKEYED })
    const AWS_ENDPOINT_URL = await withoutExports(bench)

    const { stdout } = await runCli('status --stage prod --methods -o json', bench.clock, {
      AWS_ENDPOINT_URL,
    })

    expect(JSON.parse(stdout).methods).toHaveLength(3)
    expect(JSON.parse(stdout).methods[0]).toMatchObject({ keys: null, pendingKeys: null })
  })
})
