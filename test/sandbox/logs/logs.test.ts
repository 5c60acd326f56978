import { UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { API, PETS, PROD, replace, running } from '../support/sandbox.js'
import { signedHeaders } from '../support/signed.js'

const GROUP = '/aws/apigateway/pets'
const ARN = `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`
const STREAM = /^[\da-f]{32}$/

interface Event {
  readonly logStreamName: string
  readonly message: string
  readonly timestamp: number
  readonly eventId: string
}

/** A stage whose access log is in a log group, and who asks for it. */
async function logging(options: SandboxOptions = {}) {
  const run = await running(options)
  await run.gateway.send(
    new UpdateStageCommand({
      ...PROD,
      patchOperations: [
        replace('/accessLogSettings/destinationArn', ARN),
        replace('/accessLogSettings/format', '{"path":"$context.path","status":"$context.status","n":$context.status}'),
      ],
    }),
  )
  const ask = async (operation: string, input: object = { logGroupName: GROUP }) => {
    const answer = await run.http('POST /', JSON.stringify(input), {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=x',
      'x-amz-target': `Logs_20140328.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    })
    const text = await answer.text()
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      ...(text ? JSON.parse(text) : {}),
    }
  }
  const call = async (...paths: readonly string[]) => {
    for (const path of paths) {
      await run.http(`GET /restapis/${API}/prod/_user_request_${path}`, undefined, {})
      await run.clock.advance(1_000)
    }
  }
  const messages = ({ events }: { readonly events: readonly Event[] }) =>
    events.map(({ message }) => JSON.parse(message).path)
  return { ...run, ask, call, messages }
}

describe('CloudWatch Logs', () => {
  it('G11 has the access log of a stage as events of its log group', async () => {
    const { ask, call, clock } = await logging()
    expect(await ask('DescribeLogGroups', {})).toMatchObject({ status: 200, logGroups: [] })
    const at = clock.now()
    await call('/pets/1')

    const { events } = await ask('FilterLogEvents')
    expect(events).toEqual([
      {
        logStreamName: expect.stringMatching(STREAM),
        timestamp: at,
        message: '{"path":"/prod/pets/1","status":"200","n":200}',
        ingestionTime: at,
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ])
    const { logGroups } = await ask('DescribeLogGroups', { logGroupNamePrefix: '/aws/api' })
    expect(logGroups).toMatchObject([{ logGroupName: GROUP, arn: `${ARN}:*`, logGroupArn: ARN, creationTime: at }])
    const { logStreams } = await ask('DescribeLogStreams')
    expect(logStreams).toMatchObject([
      { logStreamName: events[0].logStreamName, firstEventTimestamp: at, lastEventTimestamp: at },
    ])
  })

  it('G12 reads a stream in both directions, and all of them by time', async () => {
    const { ask, call, messages, clock } = await logging()
    const begin = clock.now()
    const paths = Array.from({ length: 24 }, (_, index) => `/pets/${index}`)
    await call(...paths)

    const all = await ask('FilterLogEvents')
    expect(messages(all)).toEqual(paths.map((path) => `/prod${path}`))
    const page = await ask('FilterLogEvents', { logGroupIdentifier: `${ARN}:*`, limit: 20 })
    const next = await ask('FilterLogEvents', { logGroupName: GROUP, nextToken: page.nextToken })
    expect([...messages(page), ...messages(next)]).toEqual(messages(all))
    expect(next.nextToken).toBeUndefined()
    const timed = { logGroupName: GROUP, startTime: begin + 1_000, endTime: begin + 3_000 }
    expect(messages(await ask('FilterLogEvents', timed))).toEqual(['/prod/pets/1', '/prod/pets/2'])

    const { logStreamName } = all.events[0]
    const of = { logGroupName: GROUP, logStreamName }
    const own = all.events.filter((event: Event) => event.logStreamName === logStreamName)
    expect(own.length).toBeGreaterThan(2)
    expect(messages(await ask('FilterLogEvents', { logGroupName: GROUP, logStreamNames: [logStreamName] }))).toEqual(
      messages({ events: own }),
    )
    const last = await ask('GetLogEvents', { ...of, limit: 1 })
    expect(messages(last)).toEqual(messages({ events: own.slice(-1) }))
    const before = await ask('GetLogEvents', { ...of, limit: 1, nextToken: last.nextBackwardToken })
    expect(messages(before)).toEqual(messages({ events: own.slice(-2, -1) }))
    const first = await ask('GetLogEvents', { ...of, limit: 1, startFromHead: true })
    expect(messages(first)).toEqual(messages({ events: own.slice(0, 1) }))
    const end = await ask('GetLogEvents', { ...of, nextToken: last.nextForwardToken })
    expect(end).toMatchObject({ events: [], nextForwardToken: last.nextForwardToken })
  })

  it('G13 filters by terms and by fields of JSON, and refuses what it does not know', async () => {
    const { ask, call, messages } = await logging()
    await call('/pets/1', '/pets/2', '/nowhere')
    const found = async (filterPattern: string) =>
      messages(await ask('FilterLogEvents', { logGroupName: GROUP, filterPattern }))

    expect(await found('pets')).toEqual(['/prod/pets/1', '/prod/pets/2'])
    expect(await found('pets -"pets/1"')).toEqual(['/prod/pets/2'])
    expect(await found('?nowhere ?"pets/2"')).toEqual(['/prod/pets/2', '/prod/nowhere'])
    expect(await found('{ $.path = "/prod/pets/*" && $.n < 300 }')).toEqual(['/prod/pets/1', '/prod/pets/2'])
    expect(await found('{ $.n >= 400 || $.path = "*1" }')).toEqual(['/prod/pets/1', '/prod/nowhere'])
    expect(await found('{ $.status != 200 }')).toEqual(['/prod/nowhere'])
    for (const filterPattern of ['[ip, user]', '%pets.%', '{ $.a IS NULL }', '{ $.n < many }']) {
      const refused = await ask('FilterLogEvents', { logGroupName: GROUP, filterPattern })
      expect(refused).toMatchObject({ status: 400, __type: 'InvalidParameterException' })
    }
  })

  it('G10 makes and deletes groups, and refuses what is not there by name', async () => {
    const { ask } = await logging()
    const other = { logGroupName: 'other' }
    expect(await ask('CreateLogGroup', other)).toEqual({ status: 200, type: 'application/x-amz-json-1.1' })
    expect(await ask('CreateLogGroup', other)).toMatchObject({
      status: 400,
      __type: 'ResourceAlreadyExistsException',
    })
    expect(await ask('DescribeLogStreams', other)).toMatchObject({ status: 200, logStreams: [] })
    expect(await ask('GetLogEvents', { ...other, logStreamName: 'none' })).toMatchObject({
      __type: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    })
    expect(await ask('DeleteLogGroup', other)).toMatchObject({ status: 200 })
    expect(await ask('DeleteLogGroup', other)).toMatchObject({
      __type: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
    expect(await ask('PutLogEvents', other)).toMatchObject({
      status: 501,
      message: 'the sandbox does not emulate logs:PutLogEvents',
    })
    expect(await ask('CreateLogGroup', { ...other, kmsKeyId: 'k' })).toMatchObject({
      status: 400,
      message: expect.stringContaining('does not have "kmsKeyId"'),
    })
  })

  it('G14 forgets at a reset', async () => {
    const { ask, call, sandbox } = await logging()
    await call('/pets/1')
    sandbox.reset()
    expect(await ask('DescribeLogGroups', {})).toMatchObject({ logGroups: [] })
  })

  it('I30 asks for the operation on group and stream', async () => {
    const reader = {
      accessKeyId: 'reader',
      secretAccessKey: 'secret',
      name: 'reader',
      policies: [{ Statement: { Effect: 'Allow' as const, Action: 'logs:FilterLogEvents', Resource: `${ARN}:*` } }],
    }
    const { sandbox, clock } = await running({ iam: 'enforce', seed: { apis: [PETS], identities: [reader] } })
    const ask = async (operation: string, input: object) => {
      const body = JSON.stringify(input)
      const { host: _, ...headers } = await signedHeaders(new URL(`${sandbox.url}/`), reader, clock.now(), {
        service: 'logs',
        method: 'POST',
        headers: { 'x-amz-target': `Logs_20140328.${operation}` },
        body,
      })
      const answer = await fetch(`${sandbox.url}/`, { method: 'POST', headers, body })
      const { __type, message }: Record<string, unknown> = JSON.parse(await answer.text())
      return `${answer.status} ${__type}: ${message}`
    }

    expect(await ask('FilterLogEvents', { logGroupName: GROUP })).toBe(
      '400 ResourceNotFoundException: The specified log group does not exist.',
    )
    expect(await ask('GetLogEvents', { logGroupName: GROUP, logStreamName: 's' })).toContain(
      `400 AccessDeniedException: User: arn:aws:iam::000000000000:user/reader is not authorized to perform: logs:GetLogEvents on resource: ${ARN}:log-stream:s because`,
    )
    expect(await ask('FilterLogEvents', { logGroupName: 'other' })).toContain('AccessDeniedException')
  })

  it('L65 refuses the 1,001st group', async () => {
    const { ask } = await logging()
    for (let index = 0; index < 1_000; index++) await ask('CreateLogGroup', { logGroupName: `group-${index}` })

    const oneMore = { logGroupName: 'one-more' }
    expect(await ask('CreateLogGroup', oneMore)).toMatchObject({
      status: 400,
      __type: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    })
    await ask('DeleteLogGroup', { logGroupName: 'group-7' })
    expect((await ask('CreateLogGroup', oneMore)).status).toBe(200)
  })
})
