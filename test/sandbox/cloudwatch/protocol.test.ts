import { describe, expect, it } from 'vitest'
import { metered } from '../support/metered.js'
import { SIGNED } from '../support/sandbox.js'

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
      __type: 'com.amazonaws.cloudwatch#InvalidParameterCombinationException',
    })
  })

  it('M24 refuses a body that is not JSON, and a value of the wrong type', async () => {
    const { http } = await metered()
    const broken = await http('POST /', '{', target('ListMetrics'))
    expect([broken.status, broken.headers.get('x-amzn-query-error')]).toEqual([400, 'MalformedInput;Sender'])
    const typed = await http('POST /', '{"MetricName": 1}', target('ListMetrics'))
    expect(await typed.json()).toMatchObject({ message: 'The value for parameter MetricName is invalid.' })
  })

  it('M25 answers an operation that it does not have with UnknownOperationException', async () => {
    const { http } = await metered()
    const answer = await http('POST /', '{}', target('PutMetricAlarm'))
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { __type: 'com.amazonaws.cloudwatch#UnknownOperationException' },
    ])
  })

  it('M26 says that it speaks no other dialect', async () => {
    const { http } = await metered()
    const answer = await http('POST /', 'Action=ListMetrics&Version=2010-08-01')
    expect([answer.status, await answer.json()]).toMatchObject([
      415,
      { message: expect.stringContaining('JSON 1.0') },
    ])
  })
})
