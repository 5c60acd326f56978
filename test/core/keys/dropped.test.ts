import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'

const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets/{id}': { integration: { type: 'MOCK' }, keys: ['path.id'] } },
      stages: { prod: {} },
    },
  ],
}

async function forward({ sandbox }: Bench, request: IncomingMessage, body: string): Promise<Response> {
  const { method = 'GET', url = '/', headers } = request
  return fetch(`${sandbox.url}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [],
    ),
    ...(body === '' ? {} : { body }),
  })
}

/** The sandbox as an API Gateway that loses the key `path.id` with each of the next writes to an integration. */
async function forgetful(bench: Bench, times: number): Promise<string> {
  const lost = JSON.stringify({
    patchOperations: [{ op: 'remove', path: '/cacheKeyParameters/method.request.path.id' }],
  })
  let left = times
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
      const answer = await forward(bench, request, Buffer.concat(chunks).toString())
      if (request.method === 'PATCH' && request.url?.endsWith('/integration') && left-- > 0) {
        await forward(bench, request, lost)
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('keys that AWS drops in between', () => {
  it('are given back', async () => {
    const bench = await withSandbox({ seed: SEED })
    const AWS_ENDPOINT_URL = await forgetful(bench, 1)

    const { code } = await runCli('keys add GET /pets/{id} header.Accept --stage prod', bench.clock, {
      AWS_ENDPOINT_URL,
    })

    expect(code).toBe(0)
    const { stdout } = await bench.cli(
      "keys add GET /pets/{id} header.Accept --stage prod --query '[changed, methods[0].pendingKeys]'",
    )
    expect(JSON.parse(stdout)).toEqual([false, expect.arrayContaining(['path.id', 'header.Accept'])])
  })

  it('end the attempt with what is there, where they never stay', async () => {
    const bench = await withSandbox({ seed: SEED })
    const AWS_ENDPOINT_URL = await forgetful(bench, 100)

    const { code, stderr } = await runCli('keys add GET /pets/{id} header.Accept --stage prod', bench.clock, {
      AWS_ENDPOINT_URL,
    })

    expect(stderr).toContain('reads back GET /pets/{id} with the keys header.Accept')
    expect(code).toBe(1)
  })
})
