import { describe, expect, it } from 'vitest'
import { defaultLabels, filledLabel, searchLabels } from '../../../../src/sandbox/cloudwatch/math/labels.js'
import { parseSearch } from '../../../../src/sandbox/cloudwatch/math/search.js'
import type { MetricRef } from '../../../../src/sandbox/cloudwatch/points.js'
import type { MetricDataQuery } from '../../../../src/sandbox/cloudwatch/shapes/parts.js'
import { evaluated } from './math-support.js'

const metric = (name: string, ...dimensions: [string, string][]): MetricRef => ({
  namespace: 'AWS/ApiGateway',
  name,
  dimensions: dimensions.map(([dimension, value]) => ({ name: dimension, value })),
})
const METRICS = [
  metric('CacheHitCount', ['ApiName', 'pets'], ['Stage', 'prod']),
  metric('CacheMissCount', ['ApiName', 'pets'], ['Stage', 'prod']),
  metric('Count', ['ApiName', 'pets'], ['Stage', 'prod']),
  metric('Count', ['ApiName', 'pets'], ['Stage', 'dev']),
  metric('Count', ['ApiName', 'pet shop']),
  { ...metric('Count'), namespace: 'Shop' },
]

const found = (expression: string) =>
  METRICS.filter(parseSearch(expression)).map(({ name, dimensions }) =>
    [name, ...dimensions.map(({ value }) => value)].join(' '),
  )

describe('SEARCH', () => {
  it.each([
    [
      '{AWS/ApiGateway,ApiName,Stage} Count',
      ['CacheHitCount pets prod', 'CacheMissCount pets prod', 'Count pets prod', 'Count pets dev'],
    ],
    ['{AWS/ApiGateway,ApiName,Stage} MetricName="Count"', ['Count pets prod', 'Count pets dev']],
    ['{AWS/ApiGateway,Stage,ApiName} MetricName="Count" Stage="prod"', ['Count pets prod']],
    ['{"AWS/ApiGateway",ApiName} pets', []],
    ['{AWS/ApiGateway} Count', []],
    ['{Shop} Count', ['Count']],
    ['hitcount', ['CacheHitCount pets prod']],
    ['CacheHit', ['CacheHitCount pets prod']],
    ['chit', []],
    ['hiTcount', []],
    ['MetricName="Count" NOT Stage="prod" AND NOT Namespace="Shop"', ['Count pets dev', 'Count pet shop']],
    ['cache (hit OR miss)', ['CacheHitCount pets prod', 'CacheMissCount pets prod']],
    ['MetricName=(Hit OR "Count") Stage="prod"', ['CacheHitCount pets prod', 'Count pets prod']],
    ['Namespace=shop', ['Count']],
    ['{AWS/ApiGateway,ApiName}', ['Count pet shop']],
    ['nothing', []],
  ])('M57 finds by %s', (expression, expected) => {
    expect(found(expression)).toEqual(expected)
  })

  it('M57 labels what it found by what tells it apart', () => {
    expect(searchLabels(METRICS.slice(2, 4))).toEqual(['prod', 'dev'])
    expect(searchLabels(METRICS.slice(0, 2))).toEqual(['CacheHitCount', 'CacheMissCount'])
    expect(searchLabels(METRICS.slice(1, 4))).toEqual(['prod CacheMissCount', 'prod Count', 'dev Count'])
    expect(searchLabels(METRICS.slice(2, 3))).toEqual(['Count'])
  })

  it('M57 gives what it found by label, with its period or that of the query', () => {
    const expression = 'SEARCH(\'Namespace="AWS/ApiGateway" MetricName="Count"\', \'Sum\')'
    const wanted = { queries: [{ Id: 'all', Expression: expression, Period: 60 }], metrics: METRICS }
    expect(evaluated('all', { count: [1] }, wanted).map(({ label }) => label)).toEqual([
      'pet shop',
      'pets dev',
      'pets prod',
    ])
    expect(() => evaluated(expression, { count: [1] }, { metrics: METRICS })).toThrow(
      'Period is a required field when using SEARCH function within an expression',
    )
  })

  it('M57 stands where an array of time series may, and finds no more than 500', () => {
    const many = Array.from({ length: 600 }, (_, index) => metric('a', ['Shop', String(index)]))
    const expression = "SUM(SEARCH('MetricName=\"a\"', 'Sum', 60))"
    expect(evaluated(expression, { a: [1, 2] }, { metrics: many })).toEqual([
      {
        label: 'SUM',
        values: [
          [0, 500],
          [1, 1000],
        ],
      },
    ])
  })
})

describe('labels', () => {
  const query = (Id: string, MetricName: string, Stat = 'Sum', Period = 60) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'N', MetricName, Dimensions: [{ Name: 'Stage', Value: 'prod' }] },
      Stat,
      Period,
    },
  })
  it.each([
    [
      ['a', 'Sum', 60],
      ['a', 'Minimum', 30],
      ['a Sum 60', 'a Minimum 30'],
    ],
    [
      ['a', 'Sum', 60],
      ['a', 'Minimum', 60],
      ['a Sum', 'a Minimum'],
    ],
    [
      ['a', 'Sum', 60],
      ['a', 'Sum', 30],
      ['a 60', 'a 30'],
    ],
    [
      ['a', 'Sum', 60],
      ['a', 'Sum', 60],
      ['a', 'a'],
    ],
    [
      ['a', 'Sum', 60],
      ['b', 'p99', 60],
      ['a', 'b'],
    ],
  ] as const)('M18 are the name of the metric and what else tells %s from %s', (one, other, expected) => {
    const stats = [one, other].map(([name, stat, period], index) =>
      query(`q${index}`, String(name), String(stat), Number(period)),
    )
    const labels = defaultLabels(stats)
    expect([...labels.values()]).toEqual(expected)
  })

  const onStage = (name: string, stage: string | undefined, { Namespace = 'N', Stat = 'Sum' } = {}) => ({
    Id: [name, stage, Namespace, Stat].join('_'),
    MetricStat: {
      Metric: { Namespace, MetricName: name, Dimensions: stage === undefined ? [] : [{ Name: 'Stage', Value: stage }] },
      Stat,
      Period: 60,
    },
  })
  const hits = onStage('Hits', 'prod')
  const withDimensions = (api: string, stage: string) => ({
    Id: `${api}_${stage}`,
    MetricStat: {
      Metric: {
        MetricName: 'Hits',
        Dimensions: [
          { Name: 'Stage', Value: stage },
          { Name: 'ApiName', Value: api },
        ],
      },
      Stat: 'Sum',
      Period: 60,
    },
  })
  it.each<[string, MetricDataQuery[], string[]]>([
    ['stages', [hits, onStage('Hits', 'dev')], ['prod', 'dev']],
    ['stages and names', [hits, onStage('Misses', 'dev')], ['prod Hits', 'dev Misses']],
    ['a stage from all', [hits, onStage('Hits', undefined)], ['prod', 'Hits']],
    ['namespaces', [hits, onStage('Hits', 'prod', { Namespace: 'O' })], ['N', 'O']],
    ['dimensions in the order of their names', [withDimensions('p', 'z'), withDimensions('q', 'a')], ['p z', 'q a']],
    ['what is shown only', [hits, { ...onStage('Misses', 'dev'), ReturnData: false }], ['Hits', 'Misses']],
    ['what needs it only', [hits, { ...onStage('Hits', 'dev'), Label: 'D' }], ['Hits', 'Hits']],
    [
      'statistics of one metric only',
      [hits, onStage('Hits', 'prod', { Stat: 'Average' }), onStage('Misses', 'prod', { Stat: 'Maximum' })],
      ['Hits Sum', 'Hits Average', 'Misses'],
    ],
  ])('M18 tell %s apart', (_, queries, expected) => {
    expect([...defaultLabels(queries).values()]).toEqual(expected)
  })

  it('M59 have the values of their placeholders, and keep those that there are not', () => {
    const series = {
      label: 'a',
      periodMs: 60_000,
      values: new Map([
        [0, 1],
        [60_000, 2.5],
        [120_000, 4],
      ]),
    }
    const given = { series, label: 'Orders', query: query('q', 'a'), region: 'eu-west-1', accountId: '1' }
    expect(filledLabel(`\${LABEL}: \${MIN}-\${MAX}, \${AVG} of \${SUM}, \${FIRST} to \${LAST}`, given)).toBe(
      'Orders: 1-4, 2.5 of 7.5, 1 to 4',
    )
    expect(
      filledLabel(
        `\${PROP('MetricName')} \${PROP('Stat')} \${PROP('Period')} \${PROP('Region')} \${PROP('Namespace')} \${PROP('Dim.Stage')} \${PROP('AccountId')}`,
        given,
      ),
    ).toBe('a Sum 60 eu-west-1 N prod 1')
    expect(filledLabel(`\${PROP('Dim.Nonsense')}`, given)).toBe('--')
    const found = { ...given, series: { ...series, found: query('f', 'b').MetricStat }, query: { Id: 'e' } }
    expect(filledLabel(`\${PROP('MetricName')} \${PROP('Dim.Stage')}`, found)).toBe('b prod')
    expect(filledLabel(`\${DATAPOINT_COUNT} \${NOSUCH} \${PROP('x')}`, given)).toBe(`3 \${NOSUCH} \${PROP('x')}`)
    const falling = { ...series, values: new Map([...series.values, [180_000, 0.5]]) }
    expect(filledLabel(`\${MIN_MAX_RANGE} \${FIRST_LAST_RANGE}`, { ...given, series: falling })).toBe('3.5 0.5')
    expect(
      filledLabel(`\${MAX} \${LAST} \${MIN_MAX_RANGE}`, { ...given, series: { ...series, values: new Map() } }),
    ).toBe('-- -- --')
  })
})
