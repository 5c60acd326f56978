import { describe, expect, it } from 'vitest'
import { escapeXml } from '../../../src/sandbox/http/query-xml.js'
import { metered, NAMESPACE } from '../support/metered.js'

describe('the query dialect', () => {
  const form = (fields: Record<string, string>) => new URLSearchParams({ Version: '2010-08-01', ...fields }).toString()

  const sum = {
    Action: 'GetMetricStatistics',
    Namespace: NAMESPACE,
    MetricName: 'Count',
    // The order of members is that of their numbers.
    'Dimensions.member.10.Name': 'Stage',
    'Dimensions.member.10.Value': 'prod',
    'Dimensions.member.9.Name': 'ApiName',
    'Dimensions.member.9.Value': 'pets',
    StartTime: '2026-01-01T00:00:00Z',
    EndTime: '2026-01-01T01:00:00Z',
    Period: '60',
    'Statistics.member.1': 'Sum',
  }

  it('M26 answers a form in XML, with the request id that is also in the header', async () => {
    const { http, ask } = await metered()
    await ask(2)
    const answer = await http('POST /', form(sum))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml'])
    expect(await answer.text()).toBe(
      [
        '<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">',
        '<GetMetricStatisticsResult><Label>Count</Label><Datapoints><member>',
        '<Timestamp>2026-01-01T00:00:00.000Z</Timestamp><Sum>2</Sum><Unit>Count</Unit>',
        '</member></Datapoints></GetMetricStatisticsResult>',
        `<ResponseMetadata><RequestId>${answer.headers.get('x-amzn-requestid')}</RequestId></ResponseMetadata>`,
        '</GetMetricStatisticsResponse>',
      ].join(''),
    )
  })

  it.each([
    [{ ...sum, StartTime: 'yesterday' }, 'InvalidParameterValue', 'StartTime'],
    [{ ...sum, Period: 'often' }, 'InvalidParameterValue', 'Period'],
    [{ ...sum, Period: '' }, 'InvalidParameterValue', 'Period'],
    [{ ...sum, Dimensions: 'none' }, 'InvalidParameterValue', 'Dimensions'],
    [{ ...sum, [Array(40).fill('a').join('.')]: 'deep' }, 'InvalidParameterValue', 'a.a.a'],
    [{ ...sum, MetricName: '', Action: 'GetMetric' }, 'InvalidAction', 'GetMetric'],
    [{ Action: 'ListMetrics', NextToken: '<&>' }, 'InvalidParameterValue', 'NextToken'],
    [{ Action: 'GetMetric<&>' }, 'InvalidAction', 'GetMetric&lt;&amp;&gt;'],
  ])('M26 refuses what it cannot read, with a code and a text: %#', async (fields, code, text) => {
    const { http } = await metered()
    const answer = await http('POST /', form(fields))
    const xml = await answer.text()
    expect(answer.status).toBe(400)
    expect(xml).toContain(`<Error><Type>Sender</Type><Code>${code}</Code><Message>`)
    expect(/<Message>(.*)<\/Message>/.exec(xml)?.[1]).toContain(text)
  })

  it('M26 refuses an unsigned form in XML', async () => {
    const { http } = await metered()
    const answer = await http('POST /', form(sum), {})
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    ])
  })

  it('M26 escapes names, and replaces what XML cannot hold', () => {
    expect(escapeXml('a<b>&"c"\u0000\ud800 é🐈\r\n')).toBe('a&lt;b&gt;&amp;"c"\ufffd\ufffd é🐈&#13;\n')
  })
})
