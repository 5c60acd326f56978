import { describe, expect, it } from 'vitest'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'
import { CACHED, stageOf } from './stages.js'

const probes = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length
const flushes = ({ sandbox }: Bench) =>
  sandbox.requests().filter(({ method, path }) => method === 'DELETE' && path.endsWith('/cache/data')).length
const reports = (stdout: string): readonly VerifyReport[] => JSON.parse(stdout).reports
const OFF = { cachingEnabled: false }

describe('verify --flush', () => {
  it('needs --yes without a terminal, before anything is sent', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli('verify /stamped --stage prod --flush')

    expect(stderr).toContain('verify --flush loses every entry, and there is no terminal to ask on')
    expect(stderr).toContain('--yes')
    expect(code).toBe(2)
    expect(bench.sandbox.requests()).toEqual([])
  })

  it('asks before the first probe what may be lost, and a no sends nothing', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli('verify /stamped --stage prod --flush', { answers: [false] })

    expect(stderr).toContain('Flush the cache of stage prod to verify it? no')
    expect(stderr).toContain('lost: every entry')
    expect(code).toBe(3)
    expect([probes(bench), flushes(bench)]).toEqual([0, 0])
  })

  it('flushes once for all paths', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stdout } = await bench.cli(
      'verify /stamped /counter /items/1 --stage prod --flush --layer stage --control none --yes -o json',
    )

    expect(reports(stdout).map(({ layer }) => layer)).toEqual(['stage', 'stage', 'stage'])
    expect(flushes(bench)).toBe(1)
    expect(code).toBe(0)
  })

  it('says what state the stage is left in when it is interrupted', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stdout, stderr } = await bench.cli('verify /stamped --stage prod --flush --yes', {
      interruptAt: 'waiting until the cache serves again',
    })

    expect(stderr).toContain('a flush was sent, and the stage is FLUSH_IN_PROGRESS')
    expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod')
    expect(stdout).toBe('')
    expect(code).toBe(130)
  })
})

describe('verify --flush, interrupted after the flush has ended', () => {
  it('says all the same that it was sent', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stderr } = await cli('verify /stamped --stage prod --flush --expiry --yes', {
      interruptAt: '30 s of at most',
    })

    expect(stderr).toMatch(/interrupted after \d+ probes of .*: a flush was sent, and the stage is AVAILABLE/)
    expect(stderr).not.toContain('nothing but their entries')
    expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod')
    expect(code).toBe(130)
  })
})

describe('verify --expiry', () => {
  it('says how long it waits, and ends at once when it is interrupted', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stdout, stderr } = await cli('verify /stamped --stage prod --expiry', {
      interruptAt: '30 s of at most',
    })

    expect(stderr).toContain('waiting until the TTL is over: at most 5 min 2 s')
    expect(stderr).toContain('interrupted after 5 probes')
    expect(stderr).toContain('nothing but their entries is left behind')
    expect(stdout).toBe('')
    expect(code).toBe(130)
  })
})

describe('verify --layer stage', () => {
  it('is refused where nothing would show the layer', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli('verify /stamped --stage prod --layer stage')

    expect(stderr).toContain('--layer stage needs --flush, --invalidation or --metrics')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('fails with what to do where only some cache is shown', async () => {
    const { cli } = await withSandbox(stageOf({ 'GET /backend-cache': OFF }))

    const { code, stdout } = await cli(
      'verify /backend-cache --expect cached --stage prod --layer stage --metrics -o json',
    )

    expect(reports(stdout)[0]).toMatchObject({
      verdict: 'cached',
      layer: 'some-cache',
      passed: false,
      reason: expect.stringContaining("another cache than the stage's answers: CloudWatch has no hit and no miss"),
      checks: expect.arrayContaining([expect.objectContaining({ id: 'layer', outcome: 'unknown' })]),
      next: expect.stringContaining('look for a cache behind or in front of the stage'),
    })
    expect(code).toBe(6)
  })
})

describe('verify --metrics', () => {
  it('tells each path where the stage counts methods', async () => {
    const detailed = { ...CACHED, metricsEnabled: true }
    const settings = { 'GET /still': detailed, 'GET /slow': { ...detailed, cachingEnabled: false } }
    const { cli } = await withSandbox(stageOf(settings))

    const { stdout } = await cli('verify /still /slow --stage prod --metrics --control none -o json')

    expect(reports(stdout).map(({ verdict }) => verdict)).toEqual(['cached', 'not-cached'])
  })

  it('does not take the hits of one path for those of another', async () => {
    const { cli } = await withSandbox(stageOf({ 'GET /slow': OFF }))

    const { stdout } = await cli('verify /still /slow --stage prod --metrics --control none -o json')

    for (const { verdict, checks } of reports(stdout)) {
      expect(verdict).toBe('inconclusive')
      expect(checks.find(({ id }) => id === 'metrics')).toMatchObject({
        outcome: 'unknown',
        detail: expect.stringContaining('the hits may be those of the other paths'),
      })
    }
  })

  it('is silent where other traffic hides the probes', async () => {
    const bench = await withSandbox(stageOf())
    bench.clock.advance(10_000)
    const busy = bench.cli('verify /still --stage prod --metrics -o json')
    await bench.cli('verify /stamped --stage prod --quiet --samples 40 --interval 3s')

    expect(reports((await busy).stdout)[0]?.checks).toContainEqual({
      id: 'metrics',
      outcome: 'unknown',
      detail: expect.stringContaining('other traffic hides them'),
    })
  })

  it('is silent where another API has the same name', async () => {
    const options = stageOf()
    const [shop] = typeof options.seed === 'object' ? options.seed.apis : []
    if (!shop) throw new Error('there is no API')
    const twin = { ...shop, id: 'bbbbbbbbbb', stages: { dev: {} } }
    const { cli } = await withSandbox({ ...options, seed: { apis: [shop, twin] } })

    const { code, stdout } = await cli('verify /still --api aaaaaaaaaa --stage prod --metrics -o json')

    expect(reports(stdout)[0]?.checks).toContainEqual({
      id: 'metrics',
      outcome: 'unknown',
      detail: 'CloudWatch counts APIs by name, and bbbbbbbbbb has the same one',
    })
    expect(code).toBe(6)
  })

  it('goes without CloudWatch where it may not be asked', async () => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'cloudwatch:*', Resource: '*' },
    ] as const
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const { seed, ...options } = stageOf()
    const apis = typeof seed === 'object' ? seed.apis : []
    const { cli } = await withSandbox({ ...options, seed: { apis, identities: [ann] }, iam: 'enforce' })

    const { code, stdout } = await cli('verify /stamped --stage prod --metrics -o json', {
      env: { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 's' },
    })

    expect(reports(stdout)[0]?.checks).toContainEqual({
      id: 'metrics',
      outcome: 'unknown',
      detail: expect.stringContaining('cloudwatch:GetMetricStatistics'),
    })
    expect(code).toBe(0)
  })

  it('starts with a new minute, so that nothing from before counts', async () => {
    const bench = await withSandbox(stageOf())
    bench.clock.advance(30_000)
    await bench.cli('verify /stamped --stage prod')

    const { code, stdout, stderr } = await bench.cli('verify /still --stage prod --metrics -o json')

    expect(code).toBe(0)
    expect(stderr).toContain('waiting for the next minute')
    expect(new Set(reports(stdout)[0]?.probes.map(({ at }) => at.slice(14, 16)))).toEqual(new Set(['01']))
  })
})

describe('verify --vary', () => {
  it('names the value that got the entry of another, and the command that adds the key', async () => {
    const { cli } = await withSandbox(stageOf())

    const { stdout } = await cli('verify /stamped --vary querystring.type=admin,regular --stage prod -o json')

    const [report] = reports(stdout)
    expect(report?.checks).toContainEqual({
      id: 'vary',
      outcome: 'fail',
      detail:
        'type=regular was answered with the entry of type=admin: querystring.type is not in the cache key, which is a fault only if the answers should differ',
    })
    expect(report?.next).toContain('apigw-cache keys add GET /stamped querystring.type --deploy --api aaaaaaaaaa')
  })

  it('asks for every combination, and never shows the value of a header', async () => {
    const bench = await withSandbox(stageOf())

    const { stdout, stderr } = await bench.cli(
      'verify /tenants --vary header.X-Tenant=hush1,hush2 --vary querystring.a=1,2 --samples 2 --stage prod -o json --verbose',
    )

    expect(new Set(reports(stdout)[0]?.probes.map(({ label }) => label))).toEqual(
      new Set([
        'value 1 of header X-Tenant, a=1',
        'value 1 of header X-Tenant, a=2',
        'value 2 of header X-Tenant, a=1',
        'value 2 of header X-Tenant, a=2',
      ]),
    )
    expect(stdout + stderr).not.toContain('hush')
  })

  it('finds out by a fresh answer to another value that an old entry is one', async () => {
    const { cli, clock } = await withSandbox(stageOf())
    await cli("verify '/typed?type=admin' --stage prod")
    clock.advance(60_000)

    const { code, stdout } = await cli(
      'verify /typed --control none --vary querystring.type=admin,regular --stage prod -o json',
    )

    expect(reports(stdout)[0]).toMatchObject({
      verdict: 'cached',
      layer: 'some-cache',
      reason: expect.stringMatching(
        /^generatedAt stayed .* over 5 answers in .* s; a fresh answer for type=regular had another$/,
      ),
    })
    expect(code).toBe(0)
  })
})

describe('verify --as', () => {
  const BOTH = "--as 'Authorization: ann-token' --as 'Authorization: ben-token'"

  it('asks first where it would itself store a private answer for everyone', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli(`verify /me ${BOTH} --stage prod --yes`)

    expect(stderr).toContain('GET /me is cached without header.Authorization in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('takes any header that it is given for an identity', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli("verify /stamped --as 'X-Caller: ann' --as 'X-Caller: ben' --stage prod")

    expect(stderr).toContain('GET /stamped is cached without header.X-Caller in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('says who got whose answer, and how to remove the entry', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stdout, stderr } = await cli(`verify /me ${BOTH} --accept-unkeyed all --stage prod -o json`)

    const [report] = reports(stdout)
    expect(report?.checks).toContainEqual({
      id: 'identity',
      outcome: 'fail',
      detail: 'the second identity was answered with the stored answer of the first identity',
    })
    expect(report?.next).toContain('apigw-cache flush --api aaaaaaaaaa --stage prod')
    expect(stdout + stderr).not.toContain('-token')
    expect(code).toBe(6)
  })

  it('repeats no value of a header that the entry is stored under', async () => {
    const anyone = { ...CACHED, requireAuthorizationForCacheControl: false }
    const { cli } = await withSandbox(stageOf({ 'GET /tenants': anyone }))

    const { stdout } = await cli(
      "verify '/tenants?a=1' --as 'X-Who: ann' --as 'X-Who: ben' --header 'X-Tenant: hush' --accept-unkeyed all --stage prod -o json",
    )

    expect(reports(stdout)[0]?.next).toContain('(invalidate it with the same X-Tenant, or flush):\n')
    expect(stdout).not.toContain('hush')
  })
})

describe('verify --sign', () => {
  it('is what a method with AWS_IAM needs', async () => {
    const { cli } = await withSandbox(stageOf({ 'GET /signed': OFF }, { iam: 'enforce' }))

    const unsigned = await cli('verify /signed --stage prod -o json')
    expect(reports(unsigned.stdout)[0]?.reason).toContain('--sign')
    expect(unsigned.code).toBe(6)

    const signed = await cli('verify /signed --sign --stage prod -o json')
    expect(reports(signed.stdout)[0]).toMatchObject({ verdict: 'not-cached', passed: true })
    expect(signed.code).toBe(0)
  })

  it('counts the signature as an identity where the answer is cached', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli('verify /signed --sign --stage prod')

    expect(stderr).toContain('GET /signed is cached without the signature in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('makes the invalidation of one entry possible, which is suggested then', async () => {
    const { cli } = await withSandbox(stageOf())

    const { stdout } = await cli('verify /signed --sign --accept-unkeyed all --expect not-cached --stage prod -o json')

    expect(reports(stdout)[0]?.next).toContain(
      '\napigw-cache invalidate /signed --api aaaaaaaaaa --stage prod --region us-east-1',
    )
  })

  it('works for a full URL as well', async () => {
    const bench = await withSandbox(stageOf({ 'GET /signed': OFF }, { iam: 'enforce' }))
    const host = bench.sandbox.url.replace('http://', '')

    const { stdout } = await bench.cli([
      ...['verify', `http://aaaaaaaaaa.execute-api.us-east-1.amazonaws.com/prod/signed`, '--connect-to', host],
      ...['--sign', '--accept-unkeyed', 'all', '--expect', 'not-cached', '-o', 'json'],
    ])

    expect(reports(stdout)[0]).toMatchObject({ verdict: 'not-cached' })
  })
})

describe('verify refuses', () => {
  it.each([
    ["/me --as 'Authorization: a'", '--as is there once'],
    ["/me --as 'A: 1' --as 'A: 2' --as 'A: 3'", '--as is there 3 times'],
    ["/me --sign --header 'Authorization: x'", 'a signature is an Authorization header'],
    ["/me --sign --as 'Authorization: x' --as 'Authorization: y'", 'a signature is an Authorization header'],
    ['/me --sign --vary header.Authorization=x,y', 'a signature is an Authorization header'],
    ['/my --sign', 'has header.Authorization in its cache key'],
    ['/stamped --vary type=a,b', '--vary does not understand "type"'],
    ['/stamped --vary querystring.type=a', 'only one value for querystring.type'],
    ['/stamped --vary path.id=1,2', '/stamped does not have'],
    ['/items/1 --vary path.id=..,1', '--vary does not understand "path.id"'],
    ['/stamped --vary querystring.a=1,2,3,4,5 --vary querystring.b=1,2,3,4,5', 'gives 25 combinations'],
    ['/stamped --layer backend', '--layer is "backend"'],
    ['/stamped --layer stage --metrics --expect not-cached', 'what is not cached has no layer'],
    ['http://127.0.0.1:9/x --flush --yes', '--flush needs the stage that answers at'],
    ['http://127.0.0.1:9/x --metrics', '--metrics needs the stage that answers at'],
    ['http://127.0.0.1:9/x --invalidation --layer stage', '--layer needs the stage that answers at'],
    ['http://127.0.0.1:9/x --expiry', 'is not known: there is nothing to expire'],
    ['/slow --expiry', 'do not cache GET /slow'],
    ['http://127.0.0.1:9/x --control test-invoke', 'no test-invoke is possible for'],
  ])('%s before anything is probed', async (command, message) => {
    const bench = await withSandbox(stageOf({ 'GET /slow': OFF }))

    const { code, stderr } = await bench.cli(`verify ${command} --api shop --stage prod`)

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('--sign of a full URL without anybody to sign as', async () => {
    const { code } = await runCli('verify http://127.0.0.1:9/x --sign --accept-unkeyed all', new FakeClock(), {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_EC2_METADATA_DISABLED: 'true',
    })

    expect(code).toBe(4)
  })
})

describe('a verify that fails in CI', () => {
  it.each([
    [
      '/slow --control none --expect cached',
      'compare with what the backend answers past the cache:\n        apigw-cache verify /slow --expect cached --control test-invoke --api',
    ],
    ['/large --expect cached', 'make the answer smaller: API Gateway stores at most 1,048,576 bytes'],
    [
      '/stamped --expect not-cached',
      'turn caching off and remove the entry:\n        apigw-cache override GET /stamped --cache off --api aaaaaaaaaa',
    ],
    ['/off --expect cached', 'turn caching on:\n        apigw-cache override GET /off --cache on'],
  ])('exits with 6 and says what to do: %s', async (command, next) => {
    const { seed, ...options } = stageOf({ 'GET /off': OFF })
    const [shop] = typeof seed === 'object' ? seed.apis : []
    if (!shop) throw new Error('there is no API')
    const methods = {
      ...shop.methods,
      'GET /off': { integration: { type: 'AWS_PROXY', handler: 'stamped' } },
    } as const
    const { cli } = await withSandbox({ ...options, seed: { apis: [{ ...shop, methods }] } })

    const { code, stdout } = await cli(`verify ${command} --stage prod`, { env: { CI: 'true' } })

    expect(stdout).toContain(`next: ${next}`)
    expect(code).toBe(6)
  })
})
