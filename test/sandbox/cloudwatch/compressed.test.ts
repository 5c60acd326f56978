import { gzipSync } from 'node:zlib'
import { GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, metered } from '../support/metered.js'

describe('PutMetricData', () => {
  it('M46 takes compressed bodies, as the SDK sends them', async () => {
    const made = await metered()
    const values = Array.from({ length: 150 }, (_, n) => n)
    const MetricData = Array.from({ length: 40 }, () => ({ MetricName: 'Orders', Values: values }))
    const sent: unknown[] = []
    const { cloudWatch } = made
    cloudWatch.middlewareStack.add(
      (next) => (args) => {
        if (typeof args.request === 'object' && args.request && 'headers' in args.request)
          sent.push(args.request.headers)
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }))
    expect(sent).toMatchObject([{ 'content-encoding': 'gzip' }])
    const { Datapoints } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Shop', MetricName: 'Orders', StartTime: at(0), EndTime: at(1), Period: 60 },
        Statistics: ['SampleCount', 'Maximum'],
      }),
    )
    expect(Datapoints).toMatchObject([{ SampleCount: 6000, Maximum: 149 }])
  })

  it('M46 refuses a body that is not what its encoding says, or grows beyond bounds', async () => {
    const { sandbox } = await metered()
    const send = async (encoding: string, body: Uint8Array<ArrayBuffer>) => {
      const answer = await fetch(sandbox.url, {
        method: 'POST',
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=x',
          'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
          'content-encoding': encoding,
        },
        body,
      })
      return `${answer.status} ${await answer.text()}`
    }
    const zipped = (text: string | Buffer) => new Uint8Array(gzipSync(text))
    expect(await send('gzip', zipped('{}'))).toContain('200')
    expect(await send('gzip', new TextEncoder().encode('{}'))).toContain('400 {"__type"')
    expect(await send('gzip', zipped(Buffer.alloc(11 * 1024 * 1024)))).toContain('SerializationException')
    expect(await send('br', zipped('{}'))).toContain('SerializationException')
  })
})
