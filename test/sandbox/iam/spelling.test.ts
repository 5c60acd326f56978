import { describe, expect, it } from 'vitest'
import type { PolicyStatement, SeedApi } from '../../../src/sandbox/index.js'
import { API, running } from '../support/sandbox.js'
import { signedHeaders } from '../support/signed.js'

const EVERYTHING: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' }
const open = { integration: { type: 'AWS_PROXY', handler: 'ok' }, authorization: 'AWS_IAM' } as const
const SECRET: SeedApi = {
  id: API,
  name: 'secret',
  methods: { 'GET /sec': open, 'GET /a:b': open, 'GET /items/{id}': open },
  stages: { prod: {} },
}

/** The status of each path, asked by somebody with these statements. */
async function asking(service: 'apigateway' | 'execute-api', statements: readonly PolicyStatement[]) {
  const ann = {
    accessKeyId: 'AKIDANN',
    secretAccessKey: 'secret',
    name: 'ann',
    policies: [{ Statement: statements }],
  }
  const { sandbox, clock } = await running({
    seed: { identities: [ann], apis: [SECRET] },
    iam: 'enforce',
    handlers: { ok: () => ({ statusCode: 200 }) },
  })
  return async (path: string, method = 'GET') => {
    const url = new URL(sandbox.url + path)
    const { host: _, ...headers } = await signedHeaders(url, ann, clock.now(), { service, method })
    const answer = await fetch(url, { method, headers })
    return `${answer.status} ${answer.headers.get('x-amzn-errortype') ?? ''}`.trim()
  }
}

describe('a Deny', () => {
  it('I21 is not passed by another spelling of a stage’s path', async () => {
    const deny = (path: string): PolicyStatement => ({
      Effect: 'Deny',
      Action: 'execute-api:Invoke',
      Resource: `arn:aws:execute-api:us-east-1:000000000000:${API}/prod/GET/${path}`,
    })
    const ask = await asking('execute-api', [EVERYTHING, deny('sec'), deny('a:b'), deny('items/7')])
    const stage = `/restapis/${API}/prod/_user_request_`

    for (const path of ['/sec', '/s%65c', '/sec/', '/%73%65%63/', '/a:b', '/a%3Ab', '/a%3ab/', '/items/%37']) {
      expect(await ask(stage + path), path).toBe('403 AccessDeniedException')
    }
    expect(await ask(`${stage}/items/8`)).toBe('200')
    expect(await ask(`${stage}/items/%38/`)).toBe('200')
  })

  it('I21 is not passed by another spelling of the control plane’s path', async () => {
    const ask = await asking('apigateway', [
      EVERYTHING,
      {
        Effect: 'Deny',
        Action: 'apigateway:GET',
        Resource: `arn:aws:apigateway:us-east-1::/restapis/${API}*`,
      },
    ])

    for (const path of [`/restapis/${API}`, `/restapis/%61${API.slice(1)}`, `/rest%61pis/${API}/stages`]) {
      expect(await ask(path), path).toBe('403 AccessDeniedException')
    }
    expect(await ask('/restapis')).toBe('200')
  })
})

describe('an Allow', () => {
  it('I21 covers every spelling of what it names, but not what only one of them is', async () => {
    const allow = (path: string): PolicyStatement => ({
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: `arn:aws:execute-api:us-east-1:000000000000:${API}/prod/GET/${path}`,
    })
    const stage = `/restapis/${API}/prod/_user_request_`

    const some = await asking('execute-api', [allow('s%65c'), allow('items/*')])
    expect(await some(`${stage}/s%65c`)).toBe('403 AccessDeniedException')
    expect(await some(`${stage}/items/%37/`)).toBe('200')
    const others = await asking('execute-api', [
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        NotResource: `arn:aws:execute-api:us-east-1:000000000000:${API}/prod/GET/sec`,
      },
    ])
    expect(await others(`${stage}/s%65c`)).toBe('403 AccessDeniedException')
    expect(await others(`${stage}/items/7`)).toBe('200')
  })

  it('I21 names the ARN of a tag as it is encoded', async () => {
    const arn = `arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F${API}`
    const ask = await asking('apigateway', [
      { Effect: 'Allow', Action: 'apigateway:GET', Resource: `arn:aws:apigateway:us-east-1::/tags/${arn}` },
    ])

    expect(await ask(`/tags/${arn}`)).toBe('200')
  })
})
