import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeInsightRulesCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch'
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { cbor } from '@smithy/core/cbor'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/sandbox/world/clock.js'
import { at, type Metered, MINUTE, metered, NAMESPACE, STAGE } from '../support/metered.js'
import { connection, refused, SIGNED } from '../support/sandbox.js'

const target = (operation: string) => ({
  ...SIGNED,
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
})

describe('the JSON dialect', () => {
  it('M24 names an error in the body and, for clients of the query protocol, in x-amzn-query-error', async () => {
    const { http } = await metered()
    const body = JSON.stringify({
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Count',
      StartTime: 0,
      EndTime: 60.5,
      Period: 60,
    })
    const answer = await http('POST /', body, target('GetMetricStatistics'))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0')
    expect(answer.headers.get('x-amzn-query-error')).toBe('InvalidParameterCombination;Sender')
    expect(await answer.json()).toMatchObject({
      __type: 'com.amazonaws.cloudwatch.v2010_08_01#InvalidParameterCombinationException',
    })
  })

  it('M24 refuses a body that is not JSON, and a value of the wrong type', async () => {
    const { http } = await metered()
    const broken = await http('POST /', '{', target('ListMetrics'))
    expect([broken.status, broken.headers.get('x-amzn-query-error')]).toEqual([400, 'MalformedInput;Sender'])
    const typed = await http('POST /', '{"MetricName": 1}', target('ListMetrics'))
    expect(await typed.json()).toMatchObject({ message: 'The value for parameter MetricName is invalid.' })
  })

  it('M49 has the status of the query protocol only for clients that ask for its errors', async () => {
    const { http } = await metered()
    const body = JSON.stringify({ AlarmName: 'gone', StateValue: 'OK', StateReason: '' })
    for (const [headers, expected] of [
      [{}, 400],
      [{ 'x-amzn-query-mode': 'true' }, 404],
    ] as const) {
      const answer = await http('POST /', body, { ...target('SetAlarmState'), ...headers })
      expect([answer.status, await answer.json()]).toEqual([
        expected,
        { __type: 'com.amazonaws.cloudwatch.v2010_08_01#ResourceNotFound' },
      ])
    }
  })

  it('M25 answers an operation that it does not have with UnknownOperationException', async () => {
    const { http } = await metered()
    const queryMode = { ...target('PutMetricAlert'), 'x-amzn-query-mode': 'true' }
    const answer = await http('POST /', '{}', queryMode)
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { __type: 'com.amazonaws.cloudwatch.v2010_08_01#UnknownOperationException' },
    ])
  })
})

const DIALECTS = [
  ['M24 JSON', AwsJson1_0Protocol],
  ['M26 query', AwsQueryProtocol],
  ['M29 CBOR', AwsSmithyRpcV2CborProtocol],
] as const

/** The real client, made to speak this dialect. */
function speaking({ sandbox }: Metered, protocol: CloudWatchClientConfig['protocol']): CloudWatchClient {
  const client = new CloudWatchClient({
    ...connection(sandbox),
    maxAttempts: 1,
    ...(protocol ? { protocol } : {}),
  })
  onTestFinished(() => client.destroy())
  return client
}

const range = { StartTime: at(0), EndTime: at(60) }
const count = { Namespace: NAMESPACE, MetricName: 'Count', Dimensions: STAGE }

describe.each(DIALECTS)('%s', (dialect, protocol) => {
  it(`${dialect} gives what GetMetricStatistics, GetMetricData and ListMetrics give in any other`, async () => {
    const made = await metered()
    const client = speaking(made, protocol)
    for (const times of [2, 3]) {
      await made.ask(times)
      made.clock.advance(MINUTE)
    }
    const query = { ...count, ...range, Period: 300 }
    const plain = await client.send(
      new GetMetricStatisticsCommand({ ...query, Statistics: ['Sum', 'Average'], Unit: 'Count' }),
    )
    expect(plain.Label).toBe('Count')
    expect(plain.Datapoints).toEqual([{ Timestamp: at(0), Sum: 5, Average: 1, Unit: 'Count' }])
    const percentile = await client.send(
      new GetMetricStatisticsCommand({
        ...query,
        MetricName: 'Latency',
        ExtendedStatistics: ['p50', 'p99.9'],
      }),
    )
    expect(percentile.Datapoints?.[0]).toMatchObject({ ExtendedStatistics: { p50: 0, 'p99.9': 0 } })

    const metric = { Metric: count, Period: 60, Stat: 'Sum' }
    const pages: unknown[] = []
    for await (const { MetricDataResults } of paginateGetMetricData(
      { client },
      {
        ...range,
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 1,
        MetricDataQueries: [
          { Id: 'hidden', MetricStat: metric, ReturnData: false },
          { Id: 'shown', MetricStat: metric, Label: '<&> "é"' },
        ],
      },
    )) {
      pages.push(MetricDataResults)
    }
    const shown = { Id: 'shown', Label: '<&> "é"' }
    expect(pages).toEqual([
      [{ ...shown, Timestamps: [at(0)], Values: [2], StatusCode: 'PartialData' }],
      [{ ...shown, Timestamps: [at(1)], Values: [3], StatusCode: 'Complete' }],
    ])

    const { Metrics } = await client.send(
      new ListMetricsCommand({ MetricName: 'Count', Dimensions: [{ Name: 'Stage' }] }),
    )
    expect(Metrics).toEqual([count])
  })

  it(`${dialect} gives an empty list as such, and an error by its name`, async () => {
    const made = await metered()
    const client = speaking(made, protocol)
    const query = { ...count, ...range, Period: 60 }
    const { Datapoints } = await client.send(new GetMetricStatisticsCommand({ ...query, Statistics: ['Sum'] }))
    expect(Datapoints).toEqual([])
    expect(await refused(client.send(new GetMetricStatisticsCommand({ ...query, Statistics: [] })))).toMatch(
      /^400 InvalidParameterCombinationException: At least one/,
    )
    expect(await refused(client.send(new ListMetricsCommand({ NextToken: '<x>' })))).toMatch(
      /^400 InvalidParameterValue/,
    )
    expect(await refused(client.send(new DescribeInsightRulesCommand({})))).toBe(
      '501 NotImplementedException: The sandbox does not emulate DescribeInsightRules.',
    )
  })

  it(`${dialect} is checked like any other where IAM is enforced`, async () => {
    const made = await metered({ iam: 'enforce', clock: systemClock })
    const client = (secretAccessKey: string) => {
      const one = new CloudWatchClient({
        ...connection(made.sandbox),
        credentials: { accessKeyId: 'test', secretAccessKey },
        maxAttempts: 1,
        protocol,
      })
      onTestFinished(() => one.destroy())
      return one
    }
    expect(await client('test').send(new ListMetricsCommand({}))).toMatchObject({ Metrics: [] })
    expect(await refused(client('guessed').send(new ListMetricsCommand({})))).toMatch(
      /^403 (SignatureDoesNotMatch|InvalidSignatureException): The request signature/,
    )
  })
})

describe('the CBOR dialect', () => {
  const PATH = '/service/GraniteServiceVersion20100801/operation/'
  const headers = { ...SIGNED, 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' }

  it('M29 marks its answers, and gives a refusal with its type', async () => {
    const { sandbox, http } = await metered()
    const send = (operation: string, body: Uint8Array<ArrayBuffer>) =>
      fetch(`${sandbox.url}${PATH}${operation}`, { method: 'POST', headers, body })
    const told = async (answer: Response) => [
      answer.status,
      answer.headers.get('smithy-protocol'),
      answer.headers.get('x-amzn-query-error'),
      cbor.deserialize(new Uint8Array(await answer.arrayBuffer())),
    ]
    const listed = await send('ListMetrics', Uint8Array.from(cbor.serialize({ MetricName: null })))
    expect(await told(listed)).toEqual([200, 'rpc-v2-cbor', null, { Metrics: [] }])
    expect(await told(await send('ListMetrics', Uint8Array.from([0xff])))).toMatchObject([
      400,
      'rpc-v2-cbor',
      'MalformedInput;Sender',
      { __type: 'com.amazonaws.cloudwatch.v2010_08_01#SerializationException' },
    ])
    expect(await told(await http(`POST ${PATH}ListMetrics`, '', {}))).toMatchObject([
      403,
      'rpc-v2-cbor',
      'MissingAuthenticationToken;Sender',
      { __type: 'com.amazon.coral.service#MissingAuthenticationTokenException' },
    ])
  })
})
