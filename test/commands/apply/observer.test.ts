import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handler, Seed, SeedMethod } from '../../../src/sandbox/index.js'
import type { Bench } from '../../support/cli.js'
import { elsewhere } from '../../support/elsewhere.js'
import { hunt, patience } from '../../support/hunt.js'
import { withObservedSandbox } from '../../support/observer.js'
import { anySeed } from '../../support/stages.js'

const KEYED = { 'GET /pets': ['querystring.type'] }

/** Answers with what two callers may differ in. */
const echo: Handler = ({ path, headers, requestContext, queryStringParameters }) => ({
  statusCode: 200,
  body: JSON.stringify([path, headers?.['X-Tenant'], requestContext.identity.accessKey, queryStringParameters]),
})

interface Asked {
  readonly path: string
  readonly tenant?: string
  readonly signer?: string
}

async function answerTo({ sandbox, clock }: Bench, { path, tenant = 'x', signer = 'x' }: Asked): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${signer}/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0`
  const url = `${sandbox.url}/restapis/0123456789/prod/_user_request_${path}`
  const reply = await clock.during(fetch(url, { headers: { 'X-Tenant': tenant, authorization } }))
  return reply.text()
}

/** Pairs of calls that differ in what the observer may name. */
const PAIRS: readonly (readonly [name: string, Asked, Asked])[] = [
  ['GET /pets/{id}: path.id', { path: '/pets/1' }, { path: '/pets/2' }],
  ['GET /pets: querystring.type', { path: '/pets?type=a' }, { path: '/pets?type=b' }],
  ...['/', '/pets', '/pets/{id}', '/any', '/a.b'].flatMap((path): readonly (readonly [string, Asked, Asked])[] => [
    [`GET ${path}: header.X-Tenant`, { path, tenant: 'a' }, { path, tenant: 'b' }],
    [`GET ${path}: signature`, { path, signer: 'a' }, { path, signer: 'b' }],
  ]),
]

const served = ({ apis }: Seed): Seed => ({
  apis: apis.map((api) => ({
    ...api,
    methods: Object.fromEntries(
      Object.entries(api.methods).map(([name, method]) => [
        name,
        { ...method, integration: { type: 'AWS_PROXY' as const, handler: 'echo' } },
      ]),
    ),
  })),
})

describe('the observer of a sandbox', { timeout: patience(60_000) }, () => {
  it('says that two callers share an entry exactly where one is given the answer of the other', async () => {
    let met = 0
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const bench = await withObservedSandbox({ seed: served(seed), handlers: { echo } }, KEYED)
        await answerTo(bench, { path: '/' })
        const shared = bench.sharedNow().map((one) => one.replace('pets/prod ', ''))
        for (const [name, one, other] of PAIRS) {
          // Where nobody is told apart by it, its being the same is not a caller's loss.
          const [method = '', what = ''] = name.split(': ')
          const { authorizer, authorization } = methodOf(seed, method)
          if (what === 'header.X-Tenant' && authorizer?.name !== 'tenants') continue
          if (what === 'signature' && authorization !== 'AWS_IAM') continue
          const isSame = (await answerTo(bench, one)) === (await answerTo(bench, other))
          if (isSame) met += 1
          expect(shared.includes(name), name).toBe(isSame)
        }
        await bench.sandbox.close()
      }),
      hunt(30),
    )
    expect(met).toBeGreaterThan(5)
  })

  it('notices a method that is cached before its keys are deployed, though nothing is wrong at the end', async () => {
    const bench = await withObservedSandbox({ seed: unkeyed({ cluster: '0.5' }) })
    const stage = '/restapis/0123456789/stages/prod'
    await elsewhere(bench, 'PATCH', stage, {
      patchOperations: [{ op: 'replace', path: '/*/*/caching/enabled', value: 'true' }],
    })
    expect(bench.sharedNow()).toEqual(['pets/prod GET /pets/{id}: path.id', 'pets/prod GET /me: header.X-Tenant'])
    expect(bench.sharedMeanwhile()).toEqual([])
    await bench.cli('keys add GET /pets/{id} path.id --stage prod --yes')
    await bench.cli('keys add GET /me header.X-Tenant --stage prod --deploy --deploy-all --yes')
    expect(bench.sharedNow()).toEqual([])
    expect(bench.sharedMeanwhile()).toHaveLength(2)
  })

  it('notices a cluster that is on its way before the keys are', async () => {
    const bench = await withObservedSandbox({
      seed: unkeyed({ settings: { '*/*': { cachingEnabled: true } } }),
    })
    await elsewhere(bench, 'PATCH', '/restapis/0123456789/stages/prod', {
      patchOperations: [
        { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
        { op: 'replace', path: '/cacheClusterSize', value: '0.5' },
      ],
    })
    expect(bench.cameToBeShared()).toHaveLength(2)
  })

  it('does not hold against a change what was so before', async () => {
    const seed = unkeyed({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
    const bench = await withObservedSandbox({ seed })
    await bench.cli('flush --stage prod --yes')
    expect(bench.sharedNow()).toHaveLength(2)
    expect(bench.cameToBeShared()).toEqual([])
  })
})

function methodOf({ apis }: Seed, name: string): Partial<SeedMethod> {
  const methods = apis[0]?.methods ?? {}
  return methods[name] ?? methods[name.replace(/^\w+/, 'ANY')] ?? {}
}

function unkeyed(prod: Seed['apis'][number]['stages'][string]): Seed {
  const mock = { integration: { type: 'MOCK' as const } }
  const authorizer = {
    name: 'tenants',
    type: 'REQUEST' as const,
    identitySource: 'method.request.header.X-Tenant',
  }
  const methods = { 'GET /pets/{id}': mock, 'GET /me': { ...mock, authorizer } }
  return { apis: [{ id: '0123456789', name: 'pets', methods, stages: { prod } }] }
}
