import { describe, expect, it } from 'vitest'
import type { PolicyStatement, Seed } from '../../../src/sandbox/index.js'
import { type Ran, withSandbox } from '../../support/cli.js'

const LAMBDA = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } } as const
const CACHED = { settings: { '*/*': { cachingEnabled: true } } }
const API: Seed['apis'][number] = {
  id: 'aaaaaaaaaa',
  name: 'pets',
  methods: {
    'GET /users': { ...LAMBDA, parameters: ['querystring.type'] },
    'GET /pets/{id}/toys': { ...LAMBDA, keys: ['path.id'], authorization: 'AWS_IAM' },
    'GET /': LAMBDA,
    'POST /search': LAMBDA,
  },
  stages: { prod: { cluster: '0.5', ...CACHED }, dev: CACHED, test: {} },
}
const seed: Seed = { apis: [API] }

const EXECUTE = 'arn:aws:execute-api:us-east-1:000000000000:aaaaaaaaaa/prod'
const CONTROL = 'arn:aws:apigateway:us-east-1::/restapis'

describe('policy invalidate', () => {
  it('prints a document with the exact ARNs of the named methods, whatever the output format', async () => {
    const { cli } = await withSandbox({ seed })
    const command = "policy invalidate GET /pets/{id}/toys 'GET /' --stage prod"

    const { code, stdout, stderr } = await cli(command)

    expect(JSON.parse(stdout)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'InvalidateCacheEntries',
          Effect: 'Allow',
          Action: ['execute-api:InvalidateCache'],
          Resource: [`${EXECUTE}/GET/pets/*/toys`, `${EXECUTE}/GET/`],
        },
      ],
    })
    expect(stderr).toContain('a path parameter becomes *, which in IAM goes over slashes as well')
    expect(stderr).toContain('no policy counts on methods without AWS_IAM authorisation')
    expect(stderr).toMatch(/looked at: GET \/\n/)
    expect(code).toBe(0)
    for (const format of ['csv', 'markdown', 'json']) {
      expect((await cli(`${command} -o ${format}`)).stdout).toBe(stdout)
    }
  })

  it('names every cached method on which a policy counts where none is named', async () => {
    const { cli } = await withSandbox({ seed })

    const { stdout, stderr } = await cli('policy invalidate --stage dev --query Statement[0].Resource')

    expect(JSON.parse(stdout)).toEqual([`${EXECUTE.replace('prod', 'dev')}/GET/pets/*/toys`])
    expect(stderr).not.toContain('no policy counts')
    const none = await cli('policy invalidate --stage test')
    expect(none.stderr).toContain('error: no method of stage test is cached\n  name the methods')
    expect(none.code).toBe(1)
  })

  it('prints none where no policy counts, and says so of a method that is named', async () => {
    const methods = { 'GET /users': LAMBDA }
    const { cli } = await withSandbox({ seed: { apis: [{ ...API, methods }] } })

    const all = await cli('policy invalidate --stage dev')
    const named = await cli('policy invalidate GET /users --stage dev')

    expect(all.stdout).toBe('')
    expect(all.stderr).toContain(
      'error: no cached method of stage dev has AWS_IAM authorisation, and no policy counts on any other',
    )
    expect(all.code).toBe(1)
    expect(named.code).toBe(0)
    expect(named.stderr).toContain(
      'the document changes nothing as long as that is so: no policy counts on methods without AWS_IAM authorisation',
    )
  })

  it('is wider only where that is asked for', async () => {
    const { cli } = await withSandbox({ seed })

    const { stdout } = await cli(
      'policy invalidate GET /users --stage prod --any api,stage --any account,region --query Statement[0].Resource[0] -o text',
    )

    expect(stdout).toBe('arn:aws:execute-api:*:*:*/*/GET/users\n')
  })

  it('has a clear placeholder where the account is not known, and the partition of the region', async () => {
    const { cli, sandbox } = await withSandbox({ seed })
    const env = {
      AWS_ENDPOINT_URL: undefined,
      AWS_ENDPOINT_URL_API_GATEWAY: sandbox.url,
      AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9',
    }

    const { stdout, stderr } = await cli(
      'policy invalidate GET /users --stage prod --region cn-north-1 --query Statement[0].Resource[0] -o text',
      { env },
    )

    expect(stdout).toBe('arn:aws-cn:execute-api:cn-north-1:ACCOUNT_ID:aaaaaaaaaa/prod/GET/users\n')
    expect(stderr).toContain('STS did not tell the account: put yours in place of ACCOUNT_ID')
  })

  it.each([
    ['invalidate GET /user', 1, "did you mean 'GET /users'?"],
    ['invalidate users', 2, '"users" is not a method'],
    ['invalidate --read-only', 2, 'belong to policy operator'],
    ['operator GET /users', 2, 'takes no methods'],
    ['operator --verbs flush,stat', 2, '"stat" is not one of'],
    ['operator --any thing', 2, '"thing" is not one of api, stage, account, region'],
    ['nothing', 2, '"nothing" is not a kind of policy'],
  ])('refuses what it cannot mean: %s', async (words, exit, message) => {
    const { cli } = await withSandbox({ seed })

    const { code, stdout, stderr } = await cli(`policy ${words} --stage prod`)

    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(exit)
  })
})

describe('policy operator', () => {
  it('permits what the named verbs need on this stage, and says what IAM cannot narrow', async () => {
    const { cli } = await withSandbox({ seed })

    const { stdout, stderr } = await cli('policy operator --stage prod --verbs flush,wait')

    const statement = (Sid: string, Action: string, Resource: string) => ({
      Sid,
      Effect: 'Allow',
      Action: [Action],
      Resource: [Resource],
    })
    expect(JSON.parse(stdout).Statement).toEqual([
      statement('ListApis', 'apigateway:GET', CONTROL),
      statement('ReadApi', 'apigateway:GET', `${CONTROL}/aaaaaaaaaa`),
      statement('ListStages', 'apigateway:GET', `${CONTROL}/aaaaaaaaaa/stages`),
      statement('ReadStage', 'apigateway:GET', `${CONTROL}/aaaaaaaaaa/stages/prod`),
      statement('ReadMetrics', 'cloudwatch:GetMetricStatistics', '*'),
      statement('FlushResponses', 'apigateway:DELETE', `${CONTROL}/aaaaaaaaaa/stages/prod/cache/data`),
      statement('FlushAuthorizers', 'apigateway:DELETE', `${CONTROL}/aaaaaaaaaa/stages/prod/cache/authorizers`),
    ])
    expect(stderr).toContain('ListApis shows the names of all REST APIs')
    expect(stderr).toContain('ReadMetrics reads every metric')
  })
})

/** One sandbox that enforces IAM, in which somebody has exactly these statements. */
async function somebodyWith(Statement: readonly PolicyStatement[]) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', name: 'ann', policies: [{ Statement }] }
  const { cli } = await withSandbox({ seed: { identities: [ann], apis: [API] }, iam: 'enforce' })
  const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }
  return (command: string) => cli(command, { env })
}

async function operatorStatements(flags = ''): Promise<readonly PolicyStatement[]> {
  const { cli } = await withSandbox({ seed })
  const { stdout } = await cli(`policy operator --stage prod ${flags}`)
  return JSON.parse(stdout).Statement
}

/** Each on a stage as it is seeded. */
const READS = [
  'list --api pets --stage prod --findings',
  'status --api pets --stage prod --methods',
  'status --api aaaaaaaaaa --stage prod',
  'wait available --api pets --stage prod',
  'keys list --api pets --stage prod',
  'defaults --api pets --stage prod',
  'override --list --api pets --stage prod',
  'policy invalidate --api pets --stage prod',
  'policy operator --api pets --stage prod',
  'verify /users --api pets --stage prod --control none --allow-inconclusive',
]
const WRITES: readonly (readonly [command: string, action: string])[] = [
  ['enable --api pets --stage prod --ttl 60', 'apigateway:PATCH'],
  ['defaults --ttl 60 --api pets --stage prod', 'apigateway:PATCH'],
  ['override GET /users --ttl 60 --api pets --stage prod', 'apigateway:PATCH'],
  ['disable --api pets --stage prod --yes', 'apigateway:PATCH'],
  ['resize --api pets --stage prod --size 1.6 --yes', 'apigateway:PATCH'],
  ['flush --api pets --stage prod --yes', 'apigateway:DELETE'],
  ['flush --api pets --stage prod --authorizers --yes', 'apigateway:DELETE'],
  ['keys add GET /users querystring.type --api pets --stage prod', 'apigateway:PATCH'],
  ['keys add GET /users querystring.type --api pets --stage prod --deploy --yes', 'apigateway:PATCH'],
]
/** Refused, or with a part of its result missing. */
const isBroken = ({ code, stdout, stderr }: Ran) =>
  code === 4 || /may not be (read|asked)|not allowed:/.test(stdout + stderr)
const PROBE = 'verify /users --api pets --stage prod --control test-invoke --expect cached'

/** A command that cannot do without the statement. */
const DEPLOY = 'keys add GET /users querystring.type --api pets --stage prod --deploy --yes'
const NEEDS: Readonly<Record<string, string>> = {
  ListApis: 'status --api pets --stage prod',
  ReadApi: 'status --api aaaaaaaaaa --stage prod',
  ListStages: 'status --api pets --stage prod',
  ReadStage: 'wait available --api pets --stage prod',
  ReadDeployedApi: DEPLOY,
  ReadResources: DEPLOY,
  ReadMethod: DEPLOY,
  ReadMetrics: 'status --api pets --stage prod',
  ReadManyMetrics: 'report page.html --api pets --stage prod -o json',
  ChangeStage: 'disable --api pets --stage prod --yes',
  FlushResponses: 'flush --api pets --stage prod --yes',
  FlushAuthorizers: 'flush --api pets --stage prod --authorizers --yes',
  ReadDeployments: 'keys remove GET /users querystring.type --api pets --stage prod',
  ChangeKeys: DEPLOY,
  Deploy: DEPLOY,
  TestInvoke: PROBE,
  ListRegions: 'list --api pets --regions all',
}

describe('the policy for operators', () => {
  it.each([...READS, ...WRITES.map(([command]) => command), PROBE])('is enough for: %s', async (command) => {
    const ann = await somebodyWith(await operatorStatements())

    const ran = await ann(command)
    expect(ran).toMatchObject({ code: 0 })
    expect(isBroken(ran)).toBe(false)
  })

  it.each(READS)('is enough with --read-only for: %s', async (command) => {
    const ann = await somebodyWith(await operatorStatements('--read-only'))

    const ran = await ann(command)
    expect(ran).toMatchObject({ code: 0 })
    expect(isBroken(ran)).toBe(false)
  })

  it.each(WRITES)('blocks with --read-only, naming the action: %s', async (command, action) => {
    const ann = await somebodyWith(await operatorStatements('--read-only'))

    const { code, stderr } = await ann(command)

    expect(stderr).toContain(`error: not allowed: ${action} on arn:aws:apigateway:us-east-1::/restapis/`)
    expect(code).toBe(4)
  })

  it('has no statement that every verb could do without', async () => {
    const statements = await operatorStatements()
    const needless: string[] = []
    for (const { Sid = '' } of statements) {
      const ann = await somebodyWith(statements.filter((one) => one.Sid !== Sid))
      if (!isBroken(await ann(NEEDS[Sid] ?? 'help'))) needless.push(Sid)
    }
    expect(needless).toEqual([])
  })

  it('knows every verb that talks to AWS', async () => {
    const { cli } = await withSandbox({ seed })
    const { stderr } = await cli('help nothing')
    const all = /verbs: (.*?);/.exec(stderr)?.[1]?.split(' ') ?? []
    const local = ['sandbox', 'demo', 'help', 'config', 'completion']
    const unknown = await cli('policy operator --stage prod --verbs nothing')

    expect(all).toContain('flush')
    for (const verb of all.filter((one) => !local.includes(one))) {
      expect(unknown.stderr).toMatch(new RegExp(`\\b${verb}\\b`))
    }
  })
})
