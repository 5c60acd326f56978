import {
  APIGatewayClient,
  FlushStageCacheCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetTagsCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PolicyStatement, SandboxOptions } from '../../../src/sandbox/index.js'
import { API, PETS, PROD, refused, replace, running } from '../support/sandbox.js'

const STAGE = `arn:aws:apigateway:us-east-1::/restapis/${API}/stages/prod`
const UNKNOWN = 'The security token included in the request is invalid.'
const allow = (Action: string, Resource: string): PolicyStatement => ({ Effect: 'Allow', Action, Resource })

/** A sandbox that enforces, with the user `ann`, and the three clients with her key or another one. */
async function enforcing(Statement: readonly PolicyStatement[], options: SandboxOptions = {}) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', name: 'ann', policies: [{ Statement }] }
  const seed = { identities: [ann], apis: [PETS] }
  const run = await running({ seed, iam: 'enforce', ...options })
  const connect = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const common = {
      endpoint: run.sandbox.url,
      region: 'us-east-1',
      maxAttempts: 1,
      systemClockOffset: run.clock.now() - Date.now(),
      credentials,
    }
    const clients = {
      gateway: new APIGatewayClient(common),
      metrics: new CloudWatchClient(common),
      sts: new STSClient(common),
    }
    onTestFinished(() => {
      for (const client of Object.values(clients)) client.destroy()
    })
    return clients
  }
  return {
    ...run,
    connect,
    ann: connect(ann),
    test: connect({ accessKeyId: 'test', secretAccessKey: 'test' }),
  }
}

const flush = new FlushStageCacheCommand(PROD)
const describeStage = new GetStageCommand(PROD)
const update = new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'x')] })
const denial = (action: string, on = '', why = `because no identity-based policy allows the ${action} action`) =>
  `403 AccessDeniedException: User: arn:aws:iam::000000000000:user/ann is not authorized to perform: ${action}${on} ${why}`

describe('a sandbox that enforces IAM', () => {
  it('I1 checks nothing unless it is told to', async () => {
    const { ann, connect } = await enforcing([], { iam: 'off' })
    const nobody = connect({ accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x', sessionToken: 'y' })

    expect(await ann.gateway.send(describeStage)).toMatchObject({ stageName: 'prod' })
    expect(await nobody.gateway.send(update)).toMatchObject({ description: 'x' })
    expect(await nobody.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:iam::000000000000:user/AKIDNOBODY',
    })
  })

  it('I2 accepts what the JavaScript SDK signs, bodies, encoded paths and queries included', async () => {
    const { ann } = await enforcing([allow('*', '*')])

    expect(await ann.gateway.send(update)).toMatchObject({ description: 'x' })
    expect(await ann.gateway.send(new GetTagsCommand({ resourceArn: STAGE }))).toMatchObject({ tags: {} })
    expect(await ann.gateway.send(new GetRestApisCommand({ limit: 7 }))).toMatchObject({
      items: [{ id: API }],
    })
    expect(await ann.metrics.send(new ListMetricsCommand({ Namespace: 'AWS/ApiGateway' }))).toMatchObject({
      Metrics: [],
    })
  })

  it('I3 refuses another secret, at every service', async () => {
    const { connect } = await enforcing([])
    const thief = connect({ accessKeyId: 'AKIDANN', secretAccessKey: 'guessed' })

    const text = /^403 InvalidSignatureException: The request signature we calculated does not match/
    expect(await refused(thief.gateway.send(describeStage))).toMatch(text)
    expect(await refused(thief.metrics.send(new ListMetricsCommand({})))).toMatch(text)
    expect(await refused(thief.sts.send(new GetCallerIdentityCommand({})))).toMatch(
      /^403 SignatureDoesNotMatch: The request signature we calculated does not match/,
    )
  })

  it('I4 refuses keys that it does not know, and session tokens that are not theirs', async () => {
    const { connect } = await enforcing([])

    for (const credentials of [
      { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'secret' },
      { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', sessionToken: 'made-up' },
    ]) {
      const { gateway, metrics, sts } = connect(credentials)
      expect(await refused(gateway.send(describeStage))).toBe(`403 UnrecognizedClientException: ${UNKNOWN}`)
      expect(await refused(metrics.send(new ListMetricsCommand({})))).toBe(
        `403 UnrecognizedClientException: ${UNKNOWN}`,
      )
      expect(await refused(sts.send(new GetCallerIdentityCommand({})))).toBe(`403 InvalidClientTokenId: ${UNKNOWN}`)
    }
  })

  it('I4 takes a temporary key with its session token', async () => {
    const identity = { accessKeyId: 'ASIABOB', secretAccessKey: 's', sessionToken: 't+/=', name: 'bob' }
    const policies = [{ Statement: allow('apigateway:GET', '*') }]
    const { connect } = await enforcing([], {
      seed: { identities: [{ ...identity, policies }], apis: [PETS] },
    })

    expect(await connect(identity).gateway.send(describeStage)).toMatchObject({ stageName: 'prod' })
  })

  it('I7 tells everybody who they are, in their own account, whatever the policies say', async () => {
    const { ann, test } = await enforcing([{ Effect: 'Deny', Action: '*', Resource: '*' }])
    const who = new GetCallerIdentityCommand({})

    expect(await ann.sts.send(who)).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/ann',
      UserId: 'AKIDANN',
    })
    expect(await test.sts.send(who)).toMatchObject({ Arn: 'arn:aws:iam::000000000000:user/test' })
    const eve = { accessKeyId: 'AKIDEVE', secretAccessKey: 's', name: 'eve', accountId: '123456789012' }
    const elsewhere = await enforcing([], {
      seed: { identities: [{ ...eve, policies: [] }], apis: [PETS] },
    })
    expect(await elsewhere.connect(eve).sts.send(who)).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/eve',
    })
  })

  it('I8 takes the path of a control-plane request as resource, and its HTTP method as action', async () => {
    const { ann } = await enforcing([
      allow('apigateway:GET', STAGE),
      allow('apigateway:PATCH', STAGE),
      allow('apigateway:GET', `arn:aws:apigateway:us-east-1::/tags/${encodeURIComponent(STAGE)}`),
    ])

    await ann.gateway.send(describeStage)
    await ann.gateway.send(update)
    await ann.gateway.send(new GetTagsCommand({ resourceArn: STAGE }))
    expect(await refused(ann.gateway.send(flush))).toBe(
      denial('apigateway:DELETE', ` on resource: ${STAGE}/cache/data`),
    )
    expect(await refused(ann.gateway.send(new GetRestApisCommand({})))).toBe(
      denial('apigateway:GET', ' on resource: arn:aws:apigateway:us-east-1::/restapis'),
    )
  })

  it('I8 takes region and partition from the credential scope', async () => {
    const { sandbox, clock } = await enforcing([])
    const client = new APIGatewayClient({
      endpoint: sandbox.url,
      region: 'cn-north-1',
      maxAttempts: 1,
      systemClockOffset: clock.now() - Date.now(),
      credentials: { accessKeyId: 'AKIDANN', secretAccessKey: 'secret' },
    })

    expect(await refused(client.send(describeStage))).toContain(
      'User: arn:aws-cn:iam::000000000000:user/ann is not authorized to perform: apigateway:GET on resource: ' +
        `arn:aws-cn:apigateway:cn-north-1::/restapis/${API}/stages/prod because`,
    )
    client.destroy()
  })

  it('I12 says whether a statement forbids it or none permits it', async () => {
    const { ann } = await enforcing([allow('*', '*'), { Effect: 'Deny', Action: 'apigateway:PATCH', Resource: STAGE }])

    expect(await refused(ann.gateway.send(update))).toBe(
      denial('apigateway:PATCH', ` on resource: ${STAGE}`, 'with an explicit deny in an identity-based policy'),
    )
  })

  it('I13 asks for the operation on every resource at CloudWatch', async () => {
    const { ann } = await enforcing([allow('cloudwatch:ListMetrics', '*')])

    expect(await ann.metrics.send(new ListMetricsCommand({}))).toMatchObject({ Metrics: [] })
    const statistics = new GetMetricStatisticsCommand({
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Count',
      StartTime: new Date(0),
      EndTime: new Date(60_000),
      Period: 60,
      Statistics: ['Sum'],
    })
    expect(await refused(ann.metrics.send(statistics))).toBe(denial('cloudwatch:GetMetricStatistics'))
  })

  it('I14 lets test do everything, and knows the seed’s keys again after a reset', async () => {
    const { test, ann, sandbox } = await enforcing([allow('apigateway:GET', STAGE)])

    expect(await test.gateway.send(update)).toMatchObject({ description: 'x' })
    expect(await test.metrics.send(new ListMetricsCommand({}))).toMatchObject({ Metrics: [] })
    sandbox.reset()
    expect(await ann.gateway.send(describeStage)).not.toHaveProperty('description')
  })

  it('I16 does nothing for the refused: no change, no quota, no fault used up', async () => {
    const { ann, test, sandbox } = await enforcing([], { quota: 1, faults: { next: [{ kind: 'conflict' }] } })

    for (let i = 0; i < 3; i++) expect(await refused(ann.gateway.send(update))).toContain('AccessDenied')

    expect(sandbox.faults.next).toHaveLength(1)
    expect(await refused(test.gateway.send(update))).toContain('409 ConflictException')
  })
})
