import type { Observation } from '../../observation.js'
import { figure, figureInForm, MEASURED, METHOD, NAMESPACE, refusal, requests } from './measuring.js'

/** What CloudWatch refuses, and what it says to clients of one protocol or another. */
export const DIALECTS: readonly Observation[] = [
  {
    statement: 'M25',
    about: 'an operation that CloudWatch does not have',
    needs: MEASURED,
    expected: [404, 'UnknownOperationException'],
    ask: async ({ metrics }) => {
      const { status, json } = await metrics('Nonsense', {})
      return [
        status,
        String(json.__type ?? 'no type')
          .split('#')
          .at(-1) ?? '',
      ]
    },
  },
  {
    statement: 'M74',
    about: 'that deleting an alarm that there is not is no error',
    expected: 200,
    ask: async ({ metrics }) => (await metrics('DeleteAlarms', { AlarmNames: ['apigw-cache-fieldtest'] })).status,
  },
  {
    statement: 'M26',
    about: 'the query dialect: an answer in XML, and an action that there is not',
    needs: MEASURED,
    expected: [200, true, 'InvalidAction'],
    ask: async ({ form }) => {
      const known = await form('monitoring', {
        Action: 'ListMetrics',
        Version: '2010-08-01',
        Namespace: NAMESPACE,
      })
      const unknown = await form('monitoring', { Action: 'Nonsense', Version: '2010-08-01' })
      const code = /<Code>(.*?)<\/Code>/.exec(unknown.text)?.[1] ?? 'no code'
      return [known.status, known.text.includes('<ListMetricsResult'), code]
    },
  },
  {
    statement: 'M41',
    about: 'a metric with a value and a set of statistics',
    expected: [400, 'InvalidParameterCombinationException', 'InvalidParameterCombination'],
    ask: async (world) => {
      const StatisticValues = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 }
      const MetricData = [{ MetricName: 'none', Value: 1, StatisticValues }]
      return refusal(await world.metrics('PutMetricData', { Namespace: 'apigw-cache-fieldtest', MetricData }))
    },
  },
  {
    statement: 'M42',
    about: 'putting a metric into a namespace of AWS',
    expected: [400, 'InvalidParameterValueException', 'InvalidParameterValue'],
    ask: async ({ metrics }) =>
      refusal(await metrics('PutMetricData', { Namespace: NAMESPACE, MetricData: [{ MetricName: 'none', Value: 1 }] })),
  },
  {
    statement: 'M48',
    about: 'the sum of one window in JSON and in the query dialect',
    needs: MEASURED,
    expected: ['6', '6'],
    ask: async (world) => {
      const began = await requests(world)
      return [String(await figure(world, began, 'Count', METHOD)), String(await figureInForm(world, began))]
    },
  },
  {
    statement: 'M49',
    about:
      'the status of an alarm that there is not, for a client that wants no codes of the query dialect, and for one that does',
    expected: [400, 404],
    ask: async ({ metrics }) => {
      const input = { AlarmName: 'apigw-cache-fieldtest', StateValue: 'OK', StateReason: 'none' }
      const plain = await metrics('SetAlarmState', input, { queryMode: false })
      return [plain.status, (await metrics('SetAlarmState', input)).status]
    },
  },
]
