import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/sandbox/world/clock.js'
import { at, MINUTE, metered } from '../support/metered.js'
import { connection, refused } from '../support/sandbox.js'
import { alarming, ORDERS, orders, TOPIC } from './alarms/alarm-support.js'

it('M82 keeps in the state file what was put, and goes on from the restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const stateFile = join(folder, 'state.json')
  const first = await alarming({ stateFile })
  await first.put({ AlarmActions: [TOPIC] })
  await first.compose('any', 'ALARM(orders)')
  await first.compose('quiet', 'ALARM(any)', {
    AlarmActions: [TOPIC],
    ActionsSuppressor: 'any',
    ActionsSuppressorWaitPeriod: 0,
    ActionsSuppressorExtensionPeriod: 60,
  })
  await first.cloudWatch.send(new PutDashboardCommand({ DashboardName: 'board', DashboardBody: '{}' }))
  await first.minute(30)
  await first.states()
  const told = async (made: Awaited<ReturnType<typeof alarming>>) => {
    const { cloudWatch } = made
    const described = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    )
    const points = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Shop', MetricName: 'Orders', StartTime: at(0), EndTime: at(60), Period: 60 },
        ExtendedStatistics: ['p50'],
      }),
    )
    return JSON.stringify([
      described.MetricAlarms,
      described.CompositeAlarms,
      points.Datapoints,
      (await cloudWatch.send(new ListDashboardsCommand({}))).DashboardEntries,
      (await cloudWatch.send(new DescribeAlarmHistoryCommand({}))).AlarmHistoryItems,
      await made.actions(),
    ])
  }
  const before = await told(first)
  expect(before).toContain('"StateValue":"ALARM"')
  expect(before).toContain('"ActionsSuppressedBy":"Alarm"')
  expect(readFileSync(stateFile, 'utf8')).toContain('"AlarmName": "orders"')
  await first.sandbox.close()

  const second = await alarming({ stateFile })
  expect(await told(second)).toBe(before)
  // Nobody was there for the minutes in between; those after it count.
  second.clock.advance(5 * MINUTE)
  expect(await second.states('orders', 'any')).toEqual({ orders: 'INSUFFICIENT_DATA', any: 'OK' })
  second.sandbox.reset()
  expect(await told(second)).toBe('[[],[],[],[],[],[]]')
  expect(readFileSync(stateFile, 'utf8')).not.toContain('"AlarmName"')
})

it('M83 keeps alarms and metrics apart by account and region, and dashboards by account', async () => {
  const { sandbox } = await metered({
    seed: { apis: [{ name: 'a', region: 'eu-west-1', methods: {}, stages: {} }] },
  })
  const at2 = (accessKeyId: string, region: string) => {
    const client = new CloudWatchClient({
      ...connection(sandbox),
      region,
      credentials: { accessKeyId, secretAccessKey: 'test' },
    })
    onTestFinished(() => client.destroy())
    return client
  }
  const [one, far, other] = [
    at2('111111111111', 'us-east-1'),
    at2('111111111111', 'eu-west-1'),
    at2('222222222222', 'us-east-1'),
  ]
  await one.send(new PutMetricAlarmCommand(ORDERS))
  await one.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: 'Orders', Value: 1 }] }))
  await one.send(new PutDashboardCommand({ DashboardName: 'board', DashboardBody: '{}' }))
  const seen = async (client: CloudWatchClient) => [
    (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.map(({ AlarmArn }) => AlarmArn),
    (await client.send(new ListMetricsCommand({ Namespace: 'Shop' }))).Metrics?.length,
    (await client.send(new ListDashboardsCommand({}))).DashboardEntries?.map(({ DashboardArn }) => DashboardArn),
  ]
  const board = 'arn:aws:cloudwatch::111111111111:dashboard/board'
  expect(await seen(one)).toEqual([['arn:aws:cloudwatch:us-east-1:111111111111:alarm:orders'], 1, [board]])
  expect(await seen(far)).toEqual([[], 0, [board]])
  expect(await seen(other)).toEqual([[], 0, []])
})

it('M84 asks for each alarm and dashboard that is named, and learns nothing of a call that is not allowed', async () => {
  const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:team-*'
  const allow = (Action: string | string[], Resource: string) => ({
    Effect: 'Allow' as const,
    Action,
    Resource,
  })
  const { sandbox } = await metered({
    clock: systemClock,
    iam: 'enforce',
    seed: {
      apis: [],
      identities: [
        {
          name: 'team',
          accessKeyId: 'team',
          secretAccessKey: 'secret',
          policies: [
            {
              Statement: [
                allow(['cloudwatch:Put*Alarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:SetAlarmState'], arn),
                allow('cloudwatch:PutDashboard', 'arn:aws:cloudwatch::000000000000:dashboard/team'),
                allow('cloudwatch:PutMetricData', '*'),
              ],
            },
          ],
        },
      ],
    },
  })
  const client = new CloudWatchClient({
    ...connection(sandbox),
    credentials: { accessKeyId: 'team', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
  onTestFinished(() => client.destroy())
  const put = (AlarmName: string, more: object = {}) =>
    client.send(new PutMetricAlarmCommand({ ...ORDERS, AlarmName, ...more }))
  const no = (action: string, resource = '') =>
    `403 AccessDenied: User: arn:aws:iam::000000000000:user/team is not authorized to perform: cloudwatch:${action}${resource && ` on resource: ${resource}`} because no identity-based policy allows the cloudwatch:${action} action`
  const alarm = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`
  await put('team-a')
  const refusal = async (call: Promise<unknown>) =>
    (await refused(call)).replace('AccessDeniedException', 'AccessDenied')
  expect(await refusal(put('other'))).toBe(no('PutMetricAlarm', alarm('other')))
  expect(await refusal(put('other', { Period: 7 }))).toBe(no('PutMetricAlarm', alarm('other')))
  const composite = { AlarmName: 'team-all', AlarmRule: 'ALARM(team-a)' }
  await client.send(new PutCompositeAlarmCommand(composite))
  expect(await refusal(client.send(new PutCompositeAlarmCommand({ ...composite, AlarmName: 'all' })))).toBe(
    no('PutCompositeAlarm', alarm('all')),
  )
  expect(await refusal(client.send(new DescribeAlarmsCommand({})))).toBe(no('DescribeAlarms', alarm('*')))
  const board = (DashboardName: string) => client.send(new PutDashboardCommand({ DashboardName, DashboardBody: '{}' }))
  await board('team')
  expect(await refusal(board('mine'))).toBe(no('PutDashboard', 'arn:aws:cloudwatch::000000000000:dashboard/mine'))
  expect(await refusal(client.send(new ListDashboardsCommand({})))).toBe(no('ListDashboards'))
  await orders({ cloudWatch: client } as never, 1)
})
