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
            typeof value === 'string' && !/^(host|connection|content-length)$/.test(name)
              ? [[name, value]]
              : [],
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

  it('warns, naming the permission, and goes on', async () => {
    const bench = await withSandbox({ seed: UNKEYED })
    const AWS_ENDPOINT_URL = await withoutExports(bench)

    const { code, stdout, stderr } = await runCli('enable --stage prod -o json', bench.clock, {
      AWS_ENDPOINT_URL,
    })

    expect(stderr).toContain('warning: the deployed API may not be read (apigateway:GET on its export)')
    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { status: 'AVAILABLE' },
      defaults: { caching: true },
    })
    expect(code).toBe(0)
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
