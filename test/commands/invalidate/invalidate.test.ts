import { describe, expect, it } from 'vitest'
import type { InvalidateResult } from '../../../src/core/invalidate/report.js'
import type { PolicyDocument, Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, type CliOptions, withSandbox } from '../../support/cli.js'

const ORIGIN: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const STATIC: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-static' } }
const IAM = { authorization: 'AWS_IAM' } as const
const STRATEGIES = {
  fail: 'FAIL_WITH_403',
  warn: 'SUCCEED_WITH_RESPONSE_HEADER',
  ignore: 'SUCCEED_WITHOUT_RESPONSE_HEADER',
} as const

const permitting = (action: string): readonly PolicyDocument[] => [
  { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
]
const identities = [
  {
    accessKeyId: 'AKIDREADER',
    secretAccessKey: 's',
    name: 'reader',
    policies: permitting('execute-api:Invoke'),
  },
  { accessKeyId: 'AKIDNOBODY', secretAccessKey: 's', name: 'nobody', policies: [] },
  {
    accessKeyId: 'AKIDFOREIGN',
    secretAccessKey: 's',
    name: 'guest',
    accountId: '999988887777',
    policies: permitting('execute-api:*'),
  },
] as const

/** As an identity of the seed; without one as `test`, who may do everything. */
const as = (accessKeyId: string): CliOptions => ({
  env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 's' },
})

interface Setting {
  readonly requireAuthorization?: boolean
  readonly unauthorized?: keyof typeof STRATEGIES
}

/** A cached API whose methods have one setting each for who may invalidate. */
function seedWith(
  methods: Readonly<Record<string, SeedMethod>>,
  { requireAuthorization = true, unauthorized = 'warn' }: Setting = {},
): Seed {
  const setting = {
    cachingEnabled: true,
    requireAuthorizationForCacheControl: requireAuthorization,
    unauthorizedCacheControlHeaderStrategy: STRATEGIES[unauthorized],
  }
  const stages = { prod: { cluster: '0.5', settings: { '*/*': setting } } } as const
  return { identities, apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages }] }
}

const dataRequests = ({ sandbox }: Bench) =>
  sandbox.requests().filter(({ service }) => service === 'execute-api').length

/** How a caller of another account names the stage, whose settings it cannot read. */
const elsewhere = ({ sandbox }: Bench) => `${sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_`

async function reportsOf(bench: Bench, command: string, options: CliOptions = {}) {
  bench.sandbox.clearRequests()
  const stage = command.startsWith('http') ? '' : '--stage prod'
  const { code, stdout, stderr } = await bench.cli(`invalidate ${command} ${stage} -o json`, options)
  if (stdout === '') throw new Error(stderr)
  const result: InvalidateResult = JSON.parse(stdout)
  return { code, stderr, ...result, sent: dataRequests(bench) }
}

/** What a plain caller gets: the time at which the entry was made. */
async function generatedAt({ sandbox }: Bench, path = '/users'): Promise<string> {
  const answer = await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}${path}`)
  return JSON.parse(await answer.text()).generatedAt
}

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:aaaaaaaaaa/prod/GET/users'
const ACCEPT = "--accept-unkeyed 'GET /users'"

describe('invalidate where anyone may', () => {
  it('replaces the entry with one request, and says why', async () => {
    const bench = await withSandbox({
      seed: seedWith({ 'GET /users': ORIGIN }, { requireAuthorization: false }),
    })
    const old = await generatedAt(bench)
    bench.clock.advance(60_000)
    expect(await generatedAt(bench)).toBe(old)

    const { code, reports, passed, failed, sent } = await reportsOf(bench, '/users')

    expect(reports).toEqual([
      {
        url: `${bench.sandbox.apis[0]?.stages[0]?.invokeUrl}/users`,
        outcome: 'invalidated',
        signed: false,
        status: 200,
        warning: null,
        reason: expect.stringContaining('anyone may invalidate GET /users (authorisation is not required)'),
        method: 'GET',
        headerSet: null,
      },
    ])
    expect({ code, passed, failed, sent }).toEqual({ code: 0, passed: true, failed: [], sent: 1 })
    expect(await generatedAt(bench)).not.toBe(old)
  })
})

const IAM_USERS = { 'GET /users': { ...ORIGIN, ...IAM } }

describe('invalidate on an AWS_IAM method', () => {
  it.each(['fail', 'warn', 'ignore'] as const)(
    'is invalidated for a caller with permission (%s)',
    async (unauthorized) => {
      const bench = await withSandbox({ seed: seedWith(IAM_USERS, { unauthorized }) })

      const { code, reports, sent } = await reportsOf(bench, `/users ${ACCEPT}`)

      expect(reports).toMatchObject([{ outcome: 'invalidated', signed: true, status: 200, warning: null }])
      expect(reports[0]?.reason).toContain(
        unauthorized === 'ignore' ? 'and the next answer was the same' : STRATEGIES[unauthorized],
      )
      expect({ code, sent }).toEqual({ code: 0, sent: unauthorized === 'ignore' ? 3 : 1 })
    },
  )

  it.each([
    ['fail', 'forbidden', 403, 4],
    ['warn', 'ignored', 200, 6],
    ['ignore', 'ignored', 200, 6],
  ] as const)(
    'without the permission under %s it is %s, and the action and the resource are named',
    async (unauthorized, outcome, status, exit) => {
      const bench = await withSandbox({ seed: seedWith(IAM_USERS, { unauthorized }) })

      const { code, reports, passed } = await reportsOf(bench, `/users ${ACCEPT}`, as('AKIDREADER'))

      expect(reports).toMatchObject([{ outcome, signed: true, status }])
      expect(reports[0]?.reason).toContain(`lacks execute-api:InvalidateCache on ${ARN}`)
      expect(reports[0]?.reason).toContain(STRATEGIES[unauthorized])
      expect(reports[0]?.warning === null).toBe(unauthorized !== 'warn')
      expect({ code, passed }).toEqual({ code: exit, passed: false })
    },
  )

  it('is not taken in by an entry that was stored a moment ago', async () => {
    const bench = await withSandbox({ seed: seedWith(IAM_USERS, { unauthorized: 'ignore' }) })
    await reportsOf(bench, `/users ${ACCEPT}`)

    const { reports } = await reportsOf(bench, `/users ${ACCEPT}`, as('AKIDREADER'))

    expect(reports).toMatchObject([{ outcome: 'ignored' }])
    expect(reports[0]?.reason).toMatch(
      /^generatedAt stayed \S+( although a test-invoke gave a later one)?, so the request was ignored/,
    )
  })

  it('sees by a test-invoke that an answer is an old one', async () => {
    const bench = await withSandbox({ seed: seedWith(IAM_USERS, { unauthorized: 'ignore' }) })
    await reportsOf(bench, `/users ${ACCEPT}`)
    bench.clock.advance(100_000)

    const { reports, code, stderr } = await reportsOf(bench, `/users ${ACCEPT}`, as('AKIDREADER'))

    expect(stderr).toContain('invalidating 1 URL: at most 3 requests and 1 test-invoke, 5 a second')
    expect(reports[0]?.reason).toContain('although a test-invoke gave a later one')
    expect(reports).toMatchObject([{ outcome: 'ignored' }])
    expect(code).toBe(6)
  })

  it('does not claim to know where the answer has nothing that could change', async () => {
    const seed = seedWith({ 'GET /users': { ...STATIC, ...IAM } }, { unauthorized: 'ignore' })
    const bench = await withSandbox({ seed })

    for (const who of ['test', 'AKIDREADER']) {
      const { code, reports } = await reportsOf(bench, `/users ${ACCEPT}`, as(who))
      expect(reports).toMatchObject([{ outcome: 'unknown' }])
      expect(reports[0]?.reason).toContain('the answers do not show whether the entry of GET /users was replaced')
      expect(code).toBe(6)
    }
  })
})

describe('invalidate where no permission can be had', () => {
  it.each([
    ['fail', 'forbidden', 403, 4, 2],
    ['warn', 'ignored', 200, 6, 1],
    ['ignore', 'ignored', 200, 6, 2],
  ] as const)(
    'on a method without IAM authorisation a signature does not help (%s)',
    async (unauthorized, outcome, status, exit, sent) => {
      const bench = await withSandbox({ seed: seedWith({ 'GET /users': ORIGIN }, { unauthorized }) })
      const old = await generatedAt(bench)
      bench.clock.advance(60_000)

      for (const sign of ['', '--sign']) {
        const result = await reportsOf(bench, `/users ${sign}`)
        expect(result.reports).toMatchObject([{ outcome, status, signed: sign !== '' }])
        const [{ reason } = { reason: '' }] = result.reports
        expect(reason).toContain(STRATEGIES[unauthorized])
        expect(reason).toContain(`it needs execute-api:InvalidateCache on ${ARN}`)
        expect(reason).toContain('no signature can help there')
        expect(reason).toContain('apigw-cache override GET /users --no-require-authorization')
        expect({ code: result.code, sent: result.sent }).toEqual({ code: exit, sent })
      }
      expect(await generatedAt(bench)).toBe(old)
    },
  )

  it('on an AWS_IAM method an unsigned request is no call at all', async () => {
    const bench = await withSandbox({ seed: seedWith(IAM_USERS) })

    const { code, reports, sent } = await reportsOf(bench, '/users --no-sign')

    expect(reports).toMatchObject([{ outcome: 'forbidden', signed: false, status: 403 }])
    expect(reports[0]?.reason).toContain('the method takes signed requests only, and this one was not signed')
    expect({ code, sent }).toEqual({ code: 4, sent: 1 })
  })

  it('across accounts nobody can, whatever the own policies say', async () => {
    const bench = await withSandbox({ seed: seedWith(IAM_USERS) })

    const { code, reports } = await reportsOf(
      bench,
      `${elsewhere(bench)}/users --sign --accept-unkeyed all`,
      as('AKIDFOREIGN'),
    )

    expect(reports).toMatchObject([{ outcome: 'ignored', signed: true }])
    expect(reports[0]?.reason).toContain('belongs to another account, which can never invalidate')
    expect(code).toBe(6)
  })

  it.each([
    ['the stage has no cache cluster', { settings: { '*/*': { cachingEnabled: true } } }],
    ['caching is off', { cluster: '0.5', settings: { '*/*': { cachingEnabled: false } } }],
    ['its TTL is 0', { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 } } }],
  ] as const)('there is nothing to invalidate where %s', async (why, stage) => {
    const apis = [{ id: 'aaaaaaaaaa', name: 'pets', methods: { 'GET /users': ORIGIN }, stages: { prod: stage } }]
    const bench = await withSandbox({ seed: { apis } })

    const { code, reports, sent } = await reportsOf(bench, '/users')

    expect(reports).toMatchObject([
      { outcome: 'unknown', reason: `GET /users is not cached (${why}): there was nothing to invalidate` },
    ])
    expect({ code, sent }).toEqual({ code: 6, sent: 1 })
  })

  it('an answer that is too large to be stored has no entry', async () => {
    const report: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-report' } }
    const bench = await withSandbox({
      seed: seedWith({ 'GET /report': report }, { requireAuthorization: false }),
    })

    const { reports } = await reportsOf(bench, '/report')

    expect(reports).toMatchObject([{ outcome: 'unknown' }])
    expect(reports[0]?.reason).toMatch(/the answer has [\d,]+ bytes, and API Gateway stores at most 1,048,576/)
  })
})

describe('invalidate refused for another reason', () => {
  const enforced = (policies: readonly PolicyDocument[], seed = seedWith(IAM_USERS)) => ({
    iam: 'enforce' as const,
    seed: {
      ...seed,
      identities: [
        {
          accessKeyId: 'AKIDOPS',
          secretAccessKey: 'secret-of-ops',
          name: 'ops',
          policies: [...permitting('apigateway:*'), ...policies],
        },
      ],
    },
  })
  const ops = { env: { AWS_ACCESS_KEY_ID: 'AKIDOPS', AWS_SECRET_ACCESS_KEY: 'secret-of-ops' } }

  it('the missing Invoke permission is told from that to invalidate', async () => {
    const bench = await withSandbox(enforced([]))

    const { code, reports } = await reportsOf(bench, `/users ${ACCEPT}`, ops)

    expect(reports).toMatchObject([{ outcome: 'forbidden', status: 403 }])
    expect(reports[0]?.reason).toContain(
      'the caller lacks execute-api:Invoke, and needs execute-api:InvalidateCache as well',
    )
    expect(reports[0]?.reason).toContain(ARN)
    expect(code).toBe(4)
  })

  it('a checked signature with both permissions is obeyed', async () => {
    const bench = await withSandbox(enforced(permitting('execute-api:*')))

    const { code, reports } = await reportsOf(bench, `'/users?type=a%20b&department=%C3%A4' ${ACCEPT}`, ops)

    expect(reports).toMatchObject([{ outcome: 'invalidated', signed: true }])
    expect(code).toBe(0)
  })

  it('a clock that is off is no matter of credentials', async () => {
    const bench = await withSandbox(enforced(permitting('execute-api:*')))
    await fetch(`${bench.sandbox.url}/_sandbox/clock`, { method: 'POST', body: '{"advanceMs":3600000}' })

    const full = `${bench.sandbox.apis[0]?.stages[0]?.invokeUrl}/users`
    const { code, reports } = await reportsOf(bench, `${full} --sign --accept-unkeyed all`, {
      env: { ...ops.env },
    }).catch((error: Error) => ({ code: 4, reports: [{ reason: error.message }] }))

    expect(reports[0]?.reason).toContain('the clock of this machine is off')
    expect(code).toBe(4)
  })

  it('a missing API key is no refused invalidation, although the stage would refuse one the same way', async () => {
    const seed = seedWith({ 'GET /users': { ...ORIGIN, apiKeyRequired: true } }, { unauthorized: 'fail' })
    const bench = await withSandbox({ seed: { ...seed, apiKeys: [{ value: 'right-api-key' }] } })

    const without = await reportsOf(bench, '/users')
    expect(without.reports).toMatchObject([{ outcome: 'forbidden', status: 403 }])
    expect(without.reports[0]?.reason).toMatch(/^the call itself is refused \(ForbiddenException\).*--api-key/)

    const wrong = await reportsOf(bench, '/users --accept-unkeyed all --api-key wrong-api-key')
    expect(wrong.reports[0]?.reason).toContain('--api-key')
    expect(JSON.stringify(wrong)).not.toContain('wrong-api-key')

    const right = await reportsOf(bench, '/users --accept-unkeyed all --api-key right-api-key')
    expect(right.reports[0]?.reason).toContain('fail (FAIL_WITH_403) refused the request')
  })
})

describe('invalidate where the backend answers with an error', () => {
  it.each([
    [true, 'invalidated', 0, "an error (404) took the entry's place"],
    [false, 'unknown', 6, 'the backend answered 404, and the next answer had another status'],
  ] as const)(
    'looks whether the old answer is gone (errors are stored: %s)',
    async (cacheErrorStatuses, outcome, exit, because) => {
      let there = true
      const bench = await withSandbox({
        seed: seedWith(
          { 'GET /users': { integration: { type: 'AWS_PROXY', handler: 'gone' } } },
          { requireAuthorization: false },
        ),
        handlers: {
          gone: () => ({ statusCode: there ? 200 : 404, body: '{"generatedAt":"2026-01-01T00:00:00.001Z"}' }),
        },
        knobs: { cacheErrorStatuses },
      })
      await generatedAt(bench)
      there = false

      const { code, reports, sent } = await reportsOf(bench, '/users')

      expect(reports).toMatchObject([{ outcome, status: 404 }])
      expect(reports[0]?.reason).toContain(because)
      expect({ code, sent }).toEqual({ code: exit, sent: 2 })
    },
  )
})

describe('the account of a caller', () => {
  it('is named with that of the API where AWS names them', async () => {
    const foreign = {
      accessKeyId: 'AKIDGUEST',
      secretAccessKey: 's',
      name: 'guest',
      accountId: '999988887777',
      policies: permitting('*'),
    }
    const bench = await withSandbox({
      iam: 'enforce',
      seed: { ...seedWith(IAM_USERS), identities: [foreign] },
    })

    const { code, reports } = await reportsOf(
      bench,
      `${elsewhere(bench)}/users --sign --accept-unkeyed all`,
      as('AKIDGUEST'),
    )

    expect(reports).toMatchObject([{ outcome: 'forbidden' }])
    expect(reports[0]?.reason).toContain(
      'the caller belongs to account 999988887777, the API to ********0000: cross-account invalidation is not supported',
    )
    expect(reports[0]?.reason).not.toContain('lacks execute-api:Invoke')
    expect(code).toBe(4)
  })
})
