import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { runCli, withSettledSandbox } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const ON = { cachingEnabled: true }

const seedOf = (
  methods: Readonly<Record<string, SeedMethod>>,
  settings: NonNullable<Seed['apis'][number]['stages'][string]['settings']> = { '*/*': ON },
): Seed => ({
  apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: { cluster: '0.5', settings } } }],
})
const COLLIDING = seedOf({ 'GET /pets/{id}': MOCK })
const TARGET = '--api aaaaaaaaaa --stage prod'
const rulesIn = (stdout: string) => JSON.parse(stdout).findings.map(({ rule }: { readonly rule: string }) => rule)

describe('doctor', () => {
  it('has these fields as JSON, and no others', async () => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })

    const { code, stdout } = await cli(`doctor ${TARGET} -o json`)

    expect(JSON.parse(stdout)).toEqual({
      target: { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' },
      findings: [
        {
          rule: 'path-parameter-not-in-key',
          severity: 'error',
          method: 'GET',
          path: '/pets/{id}',
          message: expect.stringContaining('cached without path.id in its key'),
          fix: "apigw-cache keys add GET '/pets/{id}' path.id --deploy --api aaaaaaaaaa --stage prod --region us-east-1",
          safe: true,
          suppressed: null,
        },
        expect.objectContaining({ rule: 'idle-cluster', severity: 'warning', method: null, path: null }),
      ],
      notJudged: [],
    })
    expect(code).toBe(0)
  })

  it('does not call a cluster idle that was asked in the last minutes', async () => {
    const { cli, clock, sandbox } = await withSettledSandbox({ seed: seedOf({ 'GET /pets': MOCK }) })
    clock.advance(24 * 3_600_000)
    for (let request = 0; request < 45; request++) {
      await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`)
    }
    clock.advance(120_000)

    const { findings, notJudged } = JSON.parse((await cli(`doctor ${TARGET} -o json`)).stdout)

    expect([findings, notJudged]).toEqual([[], []])
  })

  it('calls no cluster idle of whose life CloudWatch has too little', async () => {
    const { cli, clock } = await withSettledSandbox({ seed: seedOf({ 'GET /pets': MOCK }, {}) })
    await cli(`defaults --cache on ${TARGET}`)
    const askedAfter = async (minutes: number) => {
      clock.advance(minutes * 60_000)
      const { stdout, stderr } = await cli(`doctor ${TARGET} -o json`)
      return { rules: rulesIn(stdout), notJudged: JSON.parse(stdout).notJudged, stderr }
    }

    expect(await askedAfter(9)).toEqual({
      rules: [],
      notJudged: [{ rule: 'idle-cluster', reason: expect.stringContaining('changed at 2026-01-01 00:15 UTC') }],
      stderr: expect.stringContaining('idle-cluster was not judged'),
    })
    expect(await askedAfter(2)).toMatchObject({ rules: ['idle-cluster'], notJudged: [] })
  })

  it('reads little, and asks the data plane nothing', async () => {
    const { cli, sandbox, sent } = await withSettledSandbox({ seed: COLLIDING })

    await cli(`doctor ${TARGET}`)

    expect(sandbox.requests().filter(({ service }) => service === 'execute-api')).toEqual([])
    const calls = sent()
    const once = ['GetExport', 'GetMetricStatistics', 'GetResources', 'GetRestApi', 'GetRestApis', 'GetStages']
    expect(calls).toHaveLength(once.length)
    expect(new Set(calls)).toEqual(new Set(once))
  })

  it.each([
    ['', 0],
    ['--fail-on error', 6],
    ['--fail-on error --ignore path-parameter-not-in-key', 0],
    ["--fail-on error --ignore 'path-parameter-not-in-key@GET /pets/{id}'", 0],
    ["--fail-on error --ignore 'path-parameter-not-in-key@GET /pets'", 6],
    ['--fail-on warning --ignore path-parameter-not-in-key', 6],
    ['--fail-on warning --ignore path-parameter-not-in-key --ignore idle-cluster', 0],
  ])('with %j exits %i', async (flags, expected) => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })
    expect((await cli(`doctor ${TARGET} ${flags}`)).code).toBe(expected)
  })

  it('names stages without findings in one line, and counts all findings at the end', async () => {
    const methods = { 'GET /pets/{id}': { integration: { type: 'MOCK' } } } as const
    const sick = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } as const
    const { cli } = await withSettledSandbox({
      seed: {
        apis: [
          { name: 'pets', methods, stages: { dev: {}, prod: sick, test: {} } },
          { name: 'shop', methods, stages: { prod: sick } },
        ],
      },
    })

    const { stdout } = await cli("doctor --api '*' --ignore idle-cluster")

    expect(stdout).toContain('\n\nno cache in 2 stages (no-cache): pets / dev, pets / test\n\n')
    const clean = await cli("doctor --stage dev --api '*' --ignore no-cache")
    expect(clean.stdout).toBe('✓ nothing found in 1 stage (1 suppressed): pets / dev\n')
    expect(stdout).toMatch(/\n4 stages: 2 errors \(path-parameter-not-in-key 2\)[^\n]* \(2 suppressed\)\n$/)
    const ignoring = await cli("doctor --api '*' --ignore idle-cluster --ignore no-cache")
    expect(ignoring.stdout.match(/nothing found/g)).toHaveLength(1)
    expect(ignoring.stdout).toContain('✓ nothing found in 2 stages (2 suppressed): pets / dev, pets / test\n\n')
  })

  it.each([
    ['--fail-on info', '  error or warning\n'],
    ['--fail-on warnings', 'did you mean warning?'],
    ['--fail-on err', 'did you mean error?'],
    ['--explain path-not-in-key', 'did you mean path-parameter-not-in-key?'],
    ['--since 5m', 'from 15m to 455d'],
    ['--since 456d', 'from 15m to 455d'],
    ['--ignore identity', 'did you mean identity-not-in-key?'],
    ['--explain ttl-zer', 'did you mean ttl-zero?'],
    ['--ignore nope', 'there are: path-parameter-not-in-key, '],
    ['--explain nope', 'there are: path-parameter-not-in-key, '],
    ['--report junit=x.xml', '--report sarif=FILE'],
  ])('refuses %j before anything is sent', async (flags, hint) => {
    const { cli, sent } = await withSettledSandbox({ seed: COLLIDING })

    const { code, stdout, stderr } = await cli(`doctor ${TARGET} ${flags}`)

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(hint)
    expect(sent()).toEqual([])
  })

  it('explains a rule without a connection', async () => {
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: '' }
    const page = await runCli('doctor --explain identity-not-in-key', new FakeClock(), nowhere)
    expect(page.code).toBe(0)
    expect(page.stdout).toContain('identity-not-in-key (error, --fix mends it where that is safe)')
    expect(page.stdout).toContain('https://docs.aws.amazon.com/')

    const json = await runCli('doctor --explain ttl-zero -o json', new FakeClock(), nowhere)
    expect(Object.keys(JSON.parse(json.stdout))).toEqual([
      'id',
      'severity',
      'fixes',
      'title',
      'why',
      'remedy',
      'sources',
    ])
  })

  it('lists the rules where --explain names none', async () => {
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: '' }
    const list = await runCli('doctor --explain', new FakeClock(), nowhere)
    const json = await runCli('doctor --explain -o json', new FakeClock(), nowhere)

    expect(list.stdout).toMatch(/^RULE +SEVERITY +--fix +WHAT IT FINDS\npath-parameter-not-in-key +error +yes +\S/)
    expect(JSON.parse(json.stdout).rules.map(({ id }: { readonly id: string }) => id)).toContain('ttl-zero')
    expect([list.code, json.code]).toEqual([0, 0])
  })

  it('writes a SARIF file beside its result', async () => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })
    const written = new Map<string, string>()

    const { code, stdout } = await cli(`doctor ${TARGET} --report sarif=out/doctor.sarif`, { written })

    expect(code).toBe(0)
    expect(stdout).toContain('1 error, 1 warning')
    const [run] = JSON.parse(written.get('out/doctor.sarif') ?? '').runs
    expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
      'path-parameter-not-in-key',
      'idle-cluster',
    ])
  })

  it('calls a cached search with its body in the key, and a cached HEAD, worth knowing only', async () => {
    const body = { 'integration.request.header.Body': 'method.request.body' }
    const search: SeedMethod = {
      integration: { type: 'MOCK', requestParameters: body },
      keys: ['integration.header.Body'],
    }
    const { cli } = await withSettledSandbox({
      seed: seedOf(
        { 'POST /search': search, 'HEAD /search': MOCK, 'PUT /search': MOCK },
        { 'POST /search': ON, 'HEAD /search': ON, 'PUT /search': ON },
      ),
    })

    const { stdout } = await cli(
      `doctor ${TARGET} -o json --query "findings[?rule=='non-get-cached'].[method, severity, safe]"`,
    )

    expect(JSON.parse(stdout).sort()).toEqual([
      ['HEAD', 'info', false],
      ['POST', 'info', false],
      ['PUT', 'error', true],
    ])
  })
})

describe('the exceptions of the config file', () => {
  const withConfig = async (entry: string, format = 'json') => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })
    const files = { '/work-folder/apigw-cache.config.yaml': `doctor:\n  ignore:\n    - ${entry}\n` }
    return cli(`doctor ${TARGET} --fail-on error -o ${format}`, { files })
  }
  const RULE = 'rule: path-parameter-not-in-key'

  it('stay in the result with their reason, and do not count', async () => {
    const { code, stdout, stderr } = await withConfig(
      `{ ${RULE}, method: GET, path: '/pets/{id}', reason: all are the same, until: 2026-01-01 }`,
    )

    expect(code).toBe(0)
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ suppressed: 'all are the same' })
    expect(stderr).not.toContain('ended')
  })

  it('end on their last day, and that is said', async () => {
    const { code, stdout, stderr } = await withConfig(`{ ${RULE}, reason: for now, until: 2025-12-31 }`)

    expect(stderr).toContain('doctor.ignore of path-parameter-not-in-key ended on 2025-12-31')
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ suppressed: null })
    expect(code).toBe(6)
  })

  it.each([
    [`{ ${RULE} }`, '3: "doctor.ignore.0.reason" is missing'],
    [`{ ${RULE}, reason: '' }`, '"doctor.ignore.0.reason" is empty'],
    [`{ ${RULE}, reason: x, until: soon }`, '"doctor.ignore.0.until" is not a day'],
    [`{ ${RULE}, reason: x, path: pets }`, '"doctor.ignore.0.path" is not a path'],
    [`{ ${RULE}, reason: x, why: y }`, 'unknown key "doctor.ignore.0.why"'],
    ['{ rule: pathparameter, reason: x }', 'did you mean path-parameter-not-in-key?'],
  ])('are refused where they are wrong: %s', async (entry, message) => {
    const { code, stderr } = await withConfig(entry, 'table')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it.each([
    ['sensitive: /patients', '"sensitive" is not a list'],
    ['sensitive: [patients]', '"sensitive.0" is not a path'],
    ['doctor: yes', '"doctor" is not a mapping'],
  ])('and %s are told from what may be there', async (line, message) => {
    const files = { '/work-folder/apigw-cache.config.yaml': line }
    const { code, stderr } = await runCli('doctor --stage prod', new FakeClock(), {}, { files })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('doctor without all permissions', () => {
  const as = async (...denied: readonly string[]) => {
    const Statement = [
      { Effect: 'Allow' as const, Action: '*', Resource: '*' },
      ...denied.map((text) => {
        const [Action = '', Resource = '*'] = text.split(' ')
        return { Effect: 'Deny' as const, Action, Resource }
      }),
    ]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const bench = await withSettledSandbox({ seed: { identities: [ann], ...COLLIDING }, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }
    return bench.cli(`doctor ${TARGET} -o json`, { env })
  }

  it('is denied where the deployment may not be read: nothing can be judged', async () => {
    const { code, stdout, stderr } = await as('apigateway:GET arn:aws:apigateway:us-east-1::*/exports/*')
    expect(code).toBe(4)
    expect(stdout).toBe('')
    expect(stderr).toContain('apigateway:GET on')
  })

  it.each([
    [
      'apigateway:GET arn:aws:apigateway:us-east-1::/restapis/*/resources*',
      ['keys-not-deployed', 'override-without-method'],
    ],
    ['cloudwatch:*', ['idle-cluster']],
    ['apigateway:GET arn:aws:apigateway:us-east-1::/restapis', ['same-api-name']],
  ])('judges the rest without %s, and says what it left out', async (denied, expected) => {
    const { code, stdout, stderr } = await as(denied)
    const { notJudged } = JSON.parse(stdout)
    expect(notJudged.map(({ rule }: { readonly rule: string }) => rule)).toEqual(expected)
    expect(rulesIn(stdout)).toContain('path-parameter-not-in-key')
    expect(stderr).toContain(`${expected[0]} was not judged: not allowed:`)
    expect(code).toBe(0)
  })
})

describe('the policy for operators of doctor', () => {
  it('is enough for it, and for --fix', async () => {
    const own = await withSettledSandbox({ seed: COLLIDING })
    const policy = await own.cli(`policy operator ${TARGET} --verbs doctor`)
    const policies = [JSON.parse(policy.stdout)]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies }
    const { cli } = await withSettledSandbox({ seed: { identities: [ann], ...COLLIDING }, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }

    const { code, stdout } = await cli(`doctor ${TARGET} --fix --yes -o json`, { env })

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      // The fix was a change.
      notJudged: [{ rule: 'idle-cluster' }],
      fixed: [{ rule: 'path-parameter-not-in-key' }],
    })
  })
})

describe('doctor --probe', () => {
  it('asks each path once', async () => {
    const { cli, sandbox } = await withSettledSandbox({ seed: seedOf({ 'GET /pets': MOCK }) })

    expect((await cli(`doctor ${TARGET} --probe /pets --probe '/pets?a=1'`)).code).toBe(0)

    const asked = sandbox.requests().filter(({ service }) => service === 'execute-api')
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  it('says where an answer tells nothing about its size', async () => {
    const { cli } = await withSettledSandbox({
      seed: seedOf({ 'GET /me': { ...MOCK, authorization: 'AWS_IAM' } }),
    })

    const { stdout } = await cli(`doctor ${TARGET} --probe /me -o json`)

    expect(JSON.parse(stdout).notJudged).toEqual([
      { rule: 'answer-too-large', reason: 'GET /me was answered with 403' },
    ])
  })

  it('refuses to probe a path whose placeholder has no value', async () => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })

    const { code, stderr } = await cli(`doctor ${TARGET} --probe /pets/{id}`)

    expect(stderr).toContain('"/pets/{id}" has a placeholder\n  give it a value, such as /pets/1')
    expect(code).toBe(2)
  })

  it('shows no token of a query, in no format', async () => {
    const { cli } = await withSettledSandbox({
      seed: seedOf({ 'GET /me': { ...MOCK, authorization: 'AWS_IAM' } }),
    })
    const written = new Map<string, string>()

    const { stdout, stderr } = await cli(
      `doctor ${TARGET} --probe /me?token=s3cr3t-value --report sarif=/out.sarif -o json -v`,
      { written },
    )

    expect(JSON.parse(stdout).notJudged).toEqual([
      { rule: 'answer-too-large', reason: 'GET /me?token=[redacted] was answered with 403' },
    ])
    expect(written.size).toBe(1)
    for (const text of [stdout, stderr, ...written.values()]) expect(text).not.toContain('s3cr3t')
  })

  it('refuses a path that no method answers', async () => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })
    const { code, stderr } = await cli(`doctor ${TARGET} --probe /users`)
    expect(stderr).toContain('no method of the deployed API answers GET /users')
    expect(code).toBe(1)
  })
})

describe('the screen of doctor', () => {
  it('fits a narrow terminal, but for the commands, which are whole on lines of their own', async () => {
    const { cli } = await withSettledSandbox({ seed: COLLIDING })

    const { stdout, stderr } = await cli(`doctor ${TARGET}`, { columns: 60 })

    const lines = stdout.split('\n')
    const commands = lines.filter((line) => line.startsWith('    apigw-cache '))
    expect(commands).toHaveLength(2)
    expect(lines.filter((line) => line.length > 60 && !commands.includes(line))).toEqual([])
    expect(stdout).toContain('errors (1)')
    expect(stdout).toContain('1 error, 1 warning\n')
    expect(stderr).toContain('next:\n  apigw-cache doctor --explain path-parameter-not-in-key')
  })

  it('says that nothing was found', async () => {
    const { cli } = await withSettledSandbox({ seed: seedOf({ 'GET /pets': MOCK }) })
    const { stdout } = await cli(`doctor ${TARGET} --ignore idle-cluster`)
    expect(stdout).toContain('✓ nothing found (1 suppressed)')
  })

  it('says why a stage without a cache caches nothing, which is nobody’s fault', async () => {
    const { cli } = await withSettledSandbox()

    const { code, stdout } = await cli('doctor --stage prod --fail-on warning')

    expect(code).toBe(0)
    expect(stdout).toContain('no-cache: there is no cluster, and caching is off: nothing is cached')
    expect(stdout).toContain('apigw-cache enable --size 0.5')
    expect(stdout).toContain('1 info\n')
  })

  it('does not speak of bringing back a cluster that never was', async () => {
    const settings = { '*/*': ON }
    const stages = { never: { settings }, gone: { settings, lingeringSize: '1.6' } } as const
    const { cli } = await withSettledSandbox({
      seed: { apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods: { 'GET /pets': MOCK }, stages }] },
    })

    expect((await cli('status --stage never')).stdout).toContain('(harmless); this provisions one:')
    expect((await cli('status --stage gone')).stdout).toContain('(harmless); this brings it back:')
  })

  it('shows hostile names as text', async () => {
    const settings = { '*/*': ON, "~1\u001b[2J$(reboot)'/GET": {} }
    const [api] = seedOf({ 'GET /pets': MOCK }, settings).apis
    const { cli } = await withSettledSandbox({
      seed: { apis: api ? [{ ...api, name: 'pets\u001b[31m' }] : [] },
    })

    for (const format of ['table', 'csv', 'text', 'markdown', 'json', 'ndjson']) {
      const { stdout, code } = await cli(`doctor ${TARGET} -o ${format}`)
      expect(stdout).toContain('override-without-method')
      expect(stdout).not.toContain('\u001b')
      expect(code).toBe(0)
    }
  })
})
