import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type SandboxOptions, type Seed, startSandbox } from '../../../src/sandbox/index.js'
import { PETS, type Running, refused, running } from '../support/sandbox.js'

const THERE = '111111111111'
const READER = `arn:aws:iam::${THERE}:role/apps/reader`
const GUARDED = `arn:aws:iam::${THERE}:role/guarded`
const CLOSED = `arn:aws:iam::${THERE}:role/closed`
const CHAINED = `arn:aws:iam::${THERE}:role/chained`
const IDENTITY = { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', name: 'ann' }
const ANN = { accessKeyId: IDENTITY.accessKeyId, secretAccessKey: IDENTITY.secretAccessKey }

const statement = (Action: string, Resource = '*') => ({
  Statement: [{ Effect: 'Allow' as const, Action, Resource }],
})

const SEED: Seed = {
  identities: [{ ...IDENTITY, policies: [statement('sts:AssumeRole', `arn:aws:iam::${THERE}:role/*`)] }],
  roles: [
    { arn: READER, policies: [statement('apigateway:GET')], maxSessionDuration: 7200 },
    { arn: GUARDED, externalId: 'shared:word', trusts: ['000000000000'] },
    { arn: CLOSED, trusts: [] },
    { arn: CHAINED, trusts: [READER], maxSessionDuration: 7200 },
  ],
  apis: [PETS, { ...PETS, id: 'b1b2c3d4e5', accountId: THERE, name: 'theirs' }],
}

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

function clientsOf({ sandbox, clock }: Pick<Running, 'sandbox' | 'clock'>, credentials: Keys) {
  const common = {
    endpoint: sandbox.url,
    region: 'us-east-1',
    maxAttempts: 1,
    systemClockOffset: clock.now() - Date.now(),
    credentials,
  }
  const gateway = new APIGatewayClient(common)
  const cloudWatch = new CloudWatchClient(common)
  const sts = new STSClient(common)
  onTestFinished(() => {
    gateway.destroy()
    cloudWatch.destroy()
    sts.destroy()
  })
  const assume = async (RoleArn: string, input: Partial<AssumeRoleCommandInput> = {}) => {
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'night-run', ...input }),
    )
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = Credentials ?? {}
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    return { keys, expires: Expiration?.toISOString(), user: AssumedRoleUser }
  }
  const names = async () => ((await gateway.send(new GetRestApisCommand({}))).items ?? []).map(({ name }) => name)
  const whoAmI = async () => sts.send(new GetCallerIdentityCommand({}))
  return { gateway, cloudWatch, sts, assume, names, whoAmI }
}

const assuming = (options: SandboxOptions = {}) => running({ seed: SEED, ...options })
const denied = (role: string, who = 'arn:aws:iam::000000000000:user/ann') =>
  `403 AccessDenied: User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${role}`

describe('roles', () => {
  it.each(['off', 'enforce'] as const)('T3 T1 lead into their account: iam %s', async (iam) => {
    const run = await assuming({ iam })
    const { keys, user, expires } = await clientsOf(run, ANN).assume(READER)
    const session = clientsOf(run, keys)
    const arn = `arn:aws:sts::${THERE}:assumed-role/reader/night-run`

    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(expires).toBe('2026-01-01T01:00:00.000Z')
    expect(user).toMatchObject({
      Arn: arn,
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:night-run$/),
    })
    expect(await session.names()).toEqual(['theirs'])
    expect(await session.whoAmI()).toMatchObject({ Account: THERE, Arn: arn, UserId: user?.AssumedRoleId })
  })

  it('T3 of which the seed says nothing are assumed by everybody', async () => {
    const run = await assuming()
    const { keys } = await clientsOf(run, ANN).assume(`arn:aws:iam::222222222222:role/any`)

    expect(await clientsOf(run, keys).names()).toEqual([])
    expect(await clientsOf(run, keys).whoAmI()).toMatchObject({ Account: '222222222222' })
  })

  it.each(['off', 'enforce'] as const)('T3 are given to whom they trust, with the external id: iam %s', async (iam) => {
    const { assume } = clientsOf(await assuming({ iam }), ANN)

    expect(await refused(assume(CLOSED))).toBe(denied(CLOSED))
    expect(await refused(assume(GUARDED))).toBe(denied(GUARDED))
    expect(await refused(assume(GUARDED, { ExternalId: 'another' }))).toBe(denied(GUARDED))
    expect(await assume(GUARDED, { ExternalId: 'shared:word' })).toMatchObject({
      user: { Arn: `arn:aws:sts::${THERE}:assumed-role/guarded/night-run` },
    })
  })

  it('T3 that trust a role are given to its sessions', async () => {
    const run = await assuming()
    const ann = clientsOf(run, ANN)
    const { keys } = await ann.assume(READER)

    expect(await refused(ann.assume(CHAINED))).toBe(denied(CHAINED))
    expect((await clientsOf(run, keys).assume(CHAINED)).expires).toBe('2026-01-01T01:00:00.000Z')
    expect(await refused(clientsOf(run, keys).assume(CHAINED, { DurationSeconds: 3601 }))).toBe(
      '400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  })

  it('T4 need the permission of the caller where IAM is enforced, and give their own', async () => {
    const run = await assuming({ iam: 'enforce' })
    const ann = clientsOf(run, ANN)
    const other = 'arn:aws:iam::222222222222:role/any'
    const { keys } = await ann.assume(READER)
    const session = clientsOf(run, keys)

    expect(await refused(ann.assume(other))).toBe(denied(other))
    expect(await refused(ann.names())).toContain('apigateway:GET')
    expect(await session.names()).toEqual(['theirs'])
    expect(await refused(session.cloudWatch.send(new ListMetricsCommand({})))).toContain(
      `User: arn:aws:sts::${THERE}:assumed-role/reader/night-run is not authorized to perform: cloudwatch:ListMetrics`,
    )
    expect(await refused(session.assume(READER))).toBe(
      denied(READER, `arn:aws:sts::${THERE}:assumed-role/reader/night-run`),
    )
  })

  it.each<[Partial<AssumeRoleCommandInput>, string]>([
    [{ RoleArn: 'arn:aws:iam::1:user/a' }, 'arn:aws:iam::1:user/a is invalid'],
    [
      { RoleArn: 'short', RoleSessionName: 'a b' },
      "2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      { RoleSessionName: 'x' },
      "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      { ExternalId: '!' },
      "2 validation errors detected: Value '!' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '!' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
    ],
    [
      { DurationSeconds: 899 },
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      { DurationSeconds: 43_201 },
      "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [{ DurationSeconds: 7201 }, 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
    [
      { RoleArn: GUARDED, ExternalId: 'shared:word', DurationSeconds: 3601 },
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ],
  ])('T5 are asked for with checked words: %j', async (input, message) => {
    const { assume } = clientsOf(await assuming(), ANN)

    expect(await refused(assume(READER, input))).toBe(`400 ValidationError: ${message}`)
    expect((await assume(READER, { DurationSeconds: 7200 })).expires).toBe('2026-01-01T02:00:00.000Z')
  })

  it.each(['off', 'enforce'] as const)('T6 are lost when their time is over: iam %s', async (iam) => {
    const run = await assuming({ iam })
    const { keys } = await clientsOf(run, ANN).assume(READER, { DurationSeconds: 900 })
    run.clock.advance(899_999)
    expect(await clientsOf(run, keys).names()).toEqual(['theirs'])

    run.clock.advance(1)
    const late = clientsOf(run, keys)
    const words = 'The security token included in the request is expired'
    expect(await refused(late.names())).toBe(`403 ExpiredTokenException: ${words}`)
    expect(await refused(late.cloudWatch.send(new ListMetricsCommand({})))).toBe(`403 ExpiredTokenException: ${words}`)
    expect(await refused(late.whoAmI())).toMatch(/^403 ExpiredToken\w*: The security token/)
  })

  it.each(['off', 'enforce'] as const)('T7 outlive a reset and a restart: iam %s', async (iam) => {
    const first = await assuming({ iam })
    const { keys } = await clientsOf(first, ANN).assume(READER)
    first.sandbox.reset()
    expect(await clientsOf(first, keys).names()).toEqual(['theirs'])

    const second = await assuming({ iam, randomSeed: 2 })
    expect(await clientsOf(second, keys).names()).toEqual(['theirs'])
  })

  it('T7 are nobody’s with another key or another token', async () => {
    const run = await assuming({ iam: 'enforce' })
    const { keys } = await clientsOf(run, ANN).assume(READER)
    const forged = 'sandbox.e30'
    const unknown = '403 UnrecognizedClientException: The security token included in the request is invalid.'

    for (const other of [
      { ...keys, accessKeyId: 'ASIAANOTHER' },
      { ...keys, sessionToken: forged },
      { ...keys, sessionToken: 'sandbox.%%%' },
      { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey },
    ]) {
      expect(await refused(clientsOf(run, other).names())).toBe(unknown)
    }
  })

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['Policy', { Policy: '{}' }],
    ['Tags', { Tags: [{ Key: 'a', Value: 'b' }] }],
    ['SourceIdentity', { SourceIdentity: 'ann' }],
    ['SerialNumber', { SerialNumber: 'arn:aws:iam::1:mfa/a', TokenCode: '123456' }],
  ])('T8 are not narrowed by %s', async (name, input) => {
    const { assume } = clientsOf(await assuming(), ANN)

    expect(await refused(assume(READER, input))).toBe(
      `501 NotImplemented: The sandbox does not emulate ${name} of AssumeRole.`,
    )
  })

  it('A43 T3 of a seed are there once, and are roles', async () => {
    const starting = (...arns: string[]) => startSandbox({ seed: { apis: [], roles: arns.map((arn) => ({ arn })) } })

    await expect(starting(READER, READER)).rejects.toThrow(`roles: ${READER} is there twice`)
    await expect(starting('reader')).rejects.toThrow('roles: reader is not the ARN of a role')
  })
})
