import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, MINUTE, metered, NAMESPACE, STAGE } from '../support/metered.js'
import { refused } from '../support/sandbox.js'

const query = (Id: string, MetricName: string, changes: Partial<MetricDataQuery> = {}): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName, Dimensions: STAGE }, Period: 60, Stat: 'Sum' },
  ...changes,
})

const input = (
  queries: MetricDataQuery[],
  changes: Partial<GetMetricDataCommandInput> = {},
): GetMetricDataCommandInput => ({
  MetricDataQueries: queries,
  StartTime: at(0),
  EndTime: at(60),
  ...changes,
})

async function threeMinutes() {
  const made = await metered()
  for (let minute = 0; minute < 3; minute++) {
    await made.ask(minute + 1)
    made.clock.advance(MINUTE)
  }
  return made
}

describe('GetMetricData', () => {
  it('M18 gives each query its points, the newest first, or the oldest where ScanBy says so', async () => {
    const { cloudWatch } = await threeMinutes()
    const queries = [
      query('count', 'Count'),
      query('none', 'Nonsense'),
      query('hits', 'CacheHitCount', { Label: 'Hits' }),
    ]
    const newest = await cloudWatch.send(new GetMetricDataCommand(input(queries)))

    expect(newest.NextToken).toBeUndefined()
    expect(newest.MetricDataResults).toEqual([
      {
        Id: 'count',
        Label: 'Count',
        Timestamps: [at(2), at(1), at(0)],
        Values: [3, 2, 1],
        StatusCode: 'Complete',
      },
      { Id: 'none', Label: 'Nonsense', Timestamps: [], Values: [], StatusCode: 'Complete' },
      {
        Id: 'hits',
        Label: 'Hits',
        Timestamps: [at(2), at(1), at(0)],
        Values: [3, 2, 0],
        StatusCode: 'Complete',
      },
    ])

    const hidden = query('hidden', 'Count', { ReturnData: false })
    const oldest = await cloudWatch.send(
      new GetMetricDataCommand(input([query('count', 'Count'), hidden], { ScanBy: 'TimestampAscending' })),
    )
    expect(oldest.MetricDataResults?.map(({ Id, Values }) => [Id, Values])).toEqual([['count', [1, 2, 3]]])
  })

  it('M18 gives what SEARCH finds after the others, and tells of it in its labels', async () => {
    const { cloudWatch } = await threeMinutes()
    const Expression = `SEARCH('{${NAMESPACE},ApiName,Stage} cache', 'Sum', 60)`
    const queries = [{ Id: 'found', Expression, Label: `\${PROP('MetricName')}` }, query('count', 'Count')]
    const { MetricDataResults = [] } = await cloudWatch.send(new GetMetricDataCommand(input(queries)))
    expect(MetricDataResults.map(({ Id, Label }) => [Id, Label])).toEqual([
      ['count', 'Count'],
      ['found', 'CacheHitCount'],
      ['found', 'CacheMissCount'],
    ])
  })

  it('M19 splits the points of all queries into pages of MaxDatapoints', async () => {
    const { cloudWatch } = await threeMinutes()
    const queries = [query('count', 'Count'), query('none', 'Nonsense'), query('hits', 'CacheHitCount')]
    const pages: unknown[] = []
    for await (const page of paginateGetMetricData({ client: cloudWatch }, input(queries, { MaxDatapoints: 2 }))) {
      pages.push(page.MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]))
    }
    expect(pages).toEqual([
      [
        ['count', [3, 2], 'PartialData'],
        ['none', [], 'Complete'],
      ],
      [
        ['count', [1], 'Complete'],
        ['hits', [3], 'PartialData'],
      ],
      [['hits', [2, 0], 'Complete']],
    ])
  })

  it('M20 refuses a query that is both or neither, wrong or repeated ids, unknown statistics, empty windows and foreign tokens', async () => {
    const { cloudWatch } = await metered()
    const wrong: [GetMetricDataCommandInput, string][] = [
      [
        input([{ ...query('e', 'Count'), Expression: 'm1' }]),
        'The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.',
      ],
      [input([{ Id: 'e' }]), 'must have either MetricStat or Expression'],
      [input([query('a', 'Count')], { MaxDatapoints: 0 }), 'MaxDatapoints must be from 1 to 100800'],
      [input([query('a', 'Count')], { MaxDatapoints: 100_801 }), 'MaxDatapoints must be from 1 to 100800'],
      [input(Array.from({ length: 501 }, (_, i) => query(`q${i}`, 'Count'))), 'between 1 and 500'],
      [
        input([query('Big', 'Count')]),
        'The value for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
      ],
      [
        input([query('a', 'Count'), query('a', 'Count')]),
        'The values for parameter id in MetricDataQueries are not unique.',
      ],
      [input([]), 'between 1 and 500'],
      [input([query('a', 'Count')], { EndTime: at(0) }), 'must be less than the parameter EndTime'],
      [input([query('a', 'Count')], { NextToken: 'abc' }), 'InvalidNextToken'],
      [
        input([
          query('a', 'Count', {
            MetricStat: { Metric: { MetricName: 'Count' }, Period: 60, Stat: 'Median' },
          }),
        ]),
        'The value for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
      ],
    ]
    for (const [request, expected] of wrong) {
      expect(await refused(cloudWatch.send(new GetMetricDataCommand(request)))).toMatch(
        /^400 (?:ValidationE|InvalidNextToken).*/,
      )
      expect(await refused(cloudWatch.send(new GetMetricDataCommand(request)))).toContain(expected)
    }
  })
})
