import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/core/base/http.js'
import { createSign } from '../../../src/io/aws/sign.js'
import { createHttp } from '../../../src/io/network/http.js'
import { startSandbox } from '../../../src/sandbox/index.js'
import { FakeClock } from '../../support/clock.js'

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const TOKEN = { ...KEYS, accessKeyId: 'AKIDSESSION', sessionToken: 'a/session+token==' }
const ORIGIN = {
  integration: { type: 'AWS_PROXY', handler: 'demo-search' },
  authorization: 'AWS_IAM',
} as const
const everything = { Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] }

/** A sandbox that checks signatures, as a black box behind HTTP. */
async function verifier() {
  const clock = new FakeClock()
  const sandbox = await startSandbox({
    clock: clock.served,
    iam: 'enforce',
    seed: {
      identities: [
        { ...KEYS, name: 'plain', policies: [everything] },
        { ...TOKEN, name: 'session', policies: [everything] },
      ],
      apis: [
        {
          id: 'aaaaaaaaaa',
          name: 'pets',
          methods: { 'GET /{proxy+}': ORIGIN, 'POST /{proxy+}': ORIGIN, 'GET /': ORIGIN },
          stages: { prod: {} },
        },
      ],
    },
  })
  const http = createHttp(clock)
  const base = sandbox.apis[0]?.stages[0]?.invokeUrl ?? ''
  return {
    clock,
    base,
    send: (request: HttpRequest) => clock.during(http(request)),
    close: () => sandbox.close(),
  }
}

type Verifier = Awaited<ReturnType<typeof verifier>>

async function withVerifier(use: (bench: Verifier) => Promise<void>): Promise<void> {
  const bench = await verifier()
  try {
    await use(bench)
  } finally {
    await bench.close()
  }
}

const LIMITS = { maxBytes: 65_536, timeoutMs: 10_000 }

async function signed(
  { clock }: Pick<Verifier, 'clock'>,
  request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
  credentials = KEYS,
): Promise<HttpRequest> {
  const sign = createSign('us-east-1', () => Promise.resolve(credentials), clock)
  return { ...request, ...LIMITS, headers: await sign(request) }
}

const headerOf = ({ headers }: HttpRequest, name: string) =>
  headers.find(([other]) => other.toLowerCase() === name)?.[1] ?? ''

describe('signing for execute-api', () => {
  it('gives the signature that botocore gives', async () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 0, 0, 30))
    const request = {
      method: 'GET',
      url: 'https://aaaaaaaaaa.execute-api.eu-west-1.amazonaws.com/prod/pets/1?b=2&a=x%20y&a=%C3%A4',
      headers: [],
    }
    const sign = createSign('eu-west-1', () => Promise.resolve(KEYS), clock)

    expect(Object.fromEntries(await sign(request))).toEqual({
      'x-amz-date': '20260101T000030Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, ' +
        'Signature=242a5ce874ad0a1bc9cbe6b31d6ce9e8f15498e28e260428aad5643334d0fe8b',
    })
  })

  it.each([
    ['the root', '/', 'GET'],
    ['a path with spaces, umlauts and a slash that is none', '/a%20b/%C3%A4%2Fc', 'GET'],
    ['characters that are legal and reserved', "/a;b=c,d@e:f!$&'()*+,;=", 'GET'],
    ['repeated slashes and dots', '/a//b/./c/../d/', 'GET'],
    ['a query out of order, with a repeated key', '/x?b=2&a=z&a=b&c=', 'GET'],
    ['a query without a value', '/x?flag', 'GET'],
    ['a query with empty pairs', '/x?&&q=1&', 'GET'],
    ['a query with what has to be encoded', '/x?a=%2F%20%2B%26%3D%C3%A4&b=a+b&c=*~-_.', 'GET'],
    ['lower-case escapes', '/x%c3%a4?a=%2f%c3%a4', 'GET'],
    ['a body', '/search', 'POST'],
  ])('is accepted for %s', (_, path, method) =>
    withVerifier(async (bench) => {
      const body = method === 'POST' ? '{"name":"Rex ä"}' : undefined
      const url = `${bench.base}${path}`
      const headers = [
        ['X-Tenant', '  a   b '],
        ['X-Tenant', 'c'],
        ['X-Tab', 'a\tb \t c\t'],
        ['Cache-Control', 'max-age=0'],
        ['Accept', '*/*'],
      ] as const
      for (const credentials of [KEYS, TOKEN]) {
        const request = await signed(
          bench,
          { method, url, headers, ...(body === undefined ? {} : { body }) },
          credentials,
        )
        const { status, body: answer } = await bench.send(request)
        expect({ status, answer: status === 200 ? '' : Buffer.from(answer).toString() }).toEqual({
          status: 200,
          answer: '',
        })
      }
    }),
  )

  it('is accepted for whatever a path and a query may hold', () =>
    withVerifier(async (bench) => {
      const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/^\.{1,2}$/.test(text))
      await fc.assert(
        fc.asyncProperty(
          fc.array(word, { minLength: 1, maxLength: 3 }),
          fc.array(fc.tuple(word, word), { maxLength: 3 }),
          async (segments, pairs) => {
            const query = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
            const url = `${bench.base}/${segments.map(encodeURIComponent).join('/')}${query && `?${query}`}`
            const { status } = await bench.send(await signed(bench, { method: 'GET', url, headers: [] }))
            expect(status).toBe(200)
          },
        ),
        { numRuns: 60 },
      )
    }))

  it('is refused with one character flipped, and with another body, path, query or header', () =>
    withVerifier(async (bench) => {
      const url = `${bench.base}/search?a=1`
      const good = await signed(bench, { method: 'POST', url, headers: [['X-Tenant', 'a']], body: 'x' })
      const wrong: readonly HttpRequest[] = [
        { ...good, body: 'y' },
        { ...good, url: `${bench.base}/searcH?a=1` },
        { ...good, url: `${bench.base}/search?a=2` },
        { ...good, headers: good.headers.map(([name, value]) => [name, name === 'X-Tenant' ? 'b' : value]) },
        {
          ...good,
          headers: good.headers.map(([name, value]) => [
            name,
            name === 'authorization' ? value.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : value,
          ]),
        },
      ]
      expect((await bench.send(good)).status).toBe(200)
      for (const request of wrong) expect((await bench.send(request)).status).toBe(403)
    }))

  it('has the date of each request, because an old one is not accepted', () =>
    withVerifier(async (bench) => {
      const request = { method: 'GET', url: `${bench.base}/x`, headers: [] }
      const old = await signed(bench, request)
      bench.clock.advance(6 * 60_000)
      expect((await bench.send(old)).status).toBe(403)
      expect((await bench.send(await signed(bench, request))).status).toBe(200)
    }))

  it('carries the session token, and never the secret', async () => {
    const request = await signed(
      { clock: new FakeClock() },
      { method: 'GET', url: 'https://x.example/', headers: [] },
      TOKEN,
    )
    expect(headerOf(request, 'x-amz-security-token')).toBe(TOKEN.sessionToken)
    expect(JSON.stringify(request)).not.toContain(TOKEN.secretAccessKey)
  })

  it('leaves the headers that are given as they are, in their order', async () => {
    const headers = [
      ['X-B', ' 1 '],
      ['x-a', '2'],
      ['X-B', '3'],
      ['Cache-Control', 'max-age=0'],
    ] as const
    const request = await signed({ clock: new FakeClock() }, { method: 'GET', url: 'https://x.example/', headers })
    expect(request.headers.slice(0, 4)).toEqual(headers)
    expect(headerOf(request, 'authorization')).toContain('SignedHeaders=host;x-a;x-amz-date;x-b,')
  })

  it('signs for the Host that is sent, where one is given', async () => {
    const clock = new FakeClock()
    const given = await signed(
      { clock },
      { method: 'GET', url: 'https://x.example/', headers: [['Host', 'y.example']] },
    )
    const plain = await signed({ clock }, { method: 'GET', url: 'https://y.example/', headers: [] })
    expect(headerOf(given, 'authorization')).toBe(headerOf(plain, 'authorization'))
  })

  it.each([
    ['a header outside ASCII', '/x', [['X-Tenant', 'ä-secret']], 'header "X-Tenant" is not ASCII'],
    ['a query that is no UTF-8', '/x?q=%ff-secret', [], 'query parameter "q" is not UTF-8'],
  ] as const)('refuses %s, which cannot be signed', async (_, path, headers, message) => {
    const url = `https://x.example${path}`
    const trying = signed({ clock: new FakeClock() }, { method: 'GET', url, headers })
    await expect(trying).rejects.toMatchObject({ kind: 'usage' })
    await expect(trying).rejects.toThrow(message)
    await expect(trying).rejects.not.toThrow('secret')
  })

  it('refuses a request that has an Authorization header', async () => {
    const request = {
      method: 'GET',
      url: 'https://x.example/',
      headers: [['authorization', 'Bearer secret-value']] as const,
    }
    const trying = signed({ clock: new FakeClock() }, request)
    await expect(trying).rejects.toMatchObject({ kind: 'usage' })
    await expect(trying).rejects.not.toThrow('secret-value')
  })
})
