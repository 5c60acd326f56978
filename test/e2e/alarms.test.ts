import { tmpdir } from 'node:os'
import { UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { awsCli, hasAwsCli } from '../clients/aws-cli.js'
import { alarming } from '../sandbox/cloudwatch/alarms/alarm-support.js'
import { MINUTE, NAMESPACE, STAGE } from '../sandbox/support/metered.js'
import { PROD, replace } from '../sandbox/support/sandbox.js'
import { terraformMirror } from '../support/terraform.js'
import { terraformProject } from '../support/terraform-project.js'

const mirror = terraformMirror()

it('an alarm on the hit ratio goes from OK to ALARM when caching is switched off, and back', async () => {
  const { put, ask, state, clock, gateway, actions } = await alarming()
  const metric = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: NAMESPACE, MetricName, Dimensions: STAGE }, Period: 60, Stat: 'Sum' },
  })
  await put({
    AlarmName: 'hit-ratio',
    Metrics: [metric('h', 'CacheHitCount'), metric('m', 'CacheMissCount'), { Id: 'ratio', Expression: '100*h/(h+m)' }],
    ...{ Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined },
    Threshold: 50,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    AlarmActions: ['arn:aws:sns:us-east-1:000000000000:pager'],
  })
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      await ask(5)
      clock.advance(MINUTE)
    }
    return state('hit-ratio')
  }
  const caching = (value: string) =>
    gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/*/*/caching/enabled', value)] }))
  expect(await minutes(2)).toBe('OK')
  await caching('false')
  expect(await minutes(3)).toBe('ALARM')
  await caching('true')
  expect(await minutes(1)).toBe('OK')
  expect(await actions()).toMatchObject([{ alarm: 'hit-ratio', from: 'OK', to: 'ALARM' }])
})

describe.skipIf(!hasAwsCli)('the AWS CLI (skipped where it is not installed)', () => {
  it('works with metrics, alarms and dashboards', { timeout: 400_000 }, async () => {
    const { sandbox } = await alarming()
    const aws = awsCli(sandbox.url, tmpdir())
    const run = async (line: string, quoted?: string) => {
      const ran = await aws(`cloudwatch ${line}${quoted === undefined ? '' : ` '${quoted}'`}`)
      expect([line, ran.code, ran.stderr]).toEqual([line, 0, ''])
      return ran.stdout.trim() === '' ? null : JSON.parse(ran.stdout)
    }
    const window = '--start-time 2026-01-01T00:00:00Z --end-time 2026-01-01T01:00:00Z'
    const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders'
    await run(
      'put-metric-data --namespace Shop --metric-name Orders --value 30 --unit Count --timestamp 2026-01-01T00:00:00Z',
    )
    await run(
      'put-metric-data --namespace Shop --metric-name Orders --statistic-values Sum=11,Minimum=1,Maximum=10,SampleCount=2 --timestamp 2026-01-01T00:00:00Z',
    )
    expect(await run('list-metrics --namespace Shop')).toMatchObject({ Metrics: [{ MetricName: 'Orders' }] })
    const read = `get-metric-statistics --namespace Shop --metric-name Orders --period 60 ${window}`
    expect(await run(`${read} --statistics Sum --unit Count`)).toMatchObject({ Datapoints: [{ Sum: 30 }] })
    const queries = JSON.stringify([
      {
        Id: 'm',
        MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 60, Stat: 'Sum' },
      },
      { Id: 'e', Expression: 'm * 2' },
    ])
    expect(await run(`get-metric-data ${window} --metric-data-queries`, queries)).toMatchObject({
      MetricDataResults: [{ Values: [30] }, { Values: [60] }],
    })
    const alarm =
      'put-metric-alarm --alarm-name orders --namespace Shop --metric-name Orders --statistic Sum --period 60'
    await run(
      `${alarm} --evaluation-periods 1 --threshold 20 --comparison-operator GreaterThanThreshold --tags Key=a,Value=b`,
    )
    await run('put-composite-alarm --alarm-name any --alarm-rule', 'ALARM(orders)')
    expect(await run('describe-alarms')).toMatchObject({
      MetricAlarms: [{ StateValue: 'INSUFFICIENT_DATA' }],
    })
    expect(await run('describe-alarms --alarm-types CompositeAlarm')).toMatchObject({
      CompositeAlarms: [{ StateValue: 'OK' }],
    })
    expect(await run('describe-alarms-for-metric --namespace Shop --metric-name Orders')).toMatchObject({
      MetricAlarms: [{}],
    })
    await run('set-alarm-state --alarm-name orders --state-value ALARM --state-reason', 'to see')
    expect(await run('describe-alarms --alarm-names any --alarm-types CompositeAlarm')).toMatchObject({
      CompositeAlarms: [{ StateValue: 'ALARM' }],
    })
    expect(await run('describe-alarm-history --alarm-name orders --history-item-type StateUpdate')).toMatchObject({
      AlarmHistoryItems: [{ HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM' }],
    })
    await run('disable-alarm-actions --alarm-names orders')
    await run('enable-alarm-actions --alarm-names orders')
    await run(`tag-resource --resource-arn ${arn} --tags Key=c,Value=d`)
    await run(`untag-resource --resource-arn ${arn} --tag-keys a`)
    expect(await run(`list-tags-for-resource --resource-arn ${arn}`)).toEqual({
      Tags: [{ Key: 'c', Value: 'd' }],
    })
    await run('put-dashboard --dashboard-name board --dashboard-body', '{"widgets":[]}')
    expect(await run('get-dashboard --dashboard-name board')).toMatchObject({
      DashboardBody: '{"widgets":[]}',
    })
    expect(await run('list-dashboards')).toMatchObject({ DashboardEntries: [{ Size: 14 }] })
    await run('delete-dashboards --dashboard-names board')
    await run('delete-alarms --alarm-names any')
    await run('delete-alarms --alarm-names orders')
    const refused = await aws('cloudwatch describe-insight-rules')
    expect(refused.stderr).toContain('The sandbox does not emulate DescribeInsightRules.')
  })
})

const configuration = (threshold: number) => `
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "errors"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  dimensions          = { ApiName = "pets", Stage = "prod" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = ${threshold}
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = ["arn:aws:sns:us-east-1:000000000000:pager"]
  tags                = { team = "t${threshold}" }
}

resource "aws_cloudwatch_metric_alarm" "ratio" {
  alarm_name          = "ratio"
  evaluation_periods  = 1
  threshold           = 50
  comparison_operator = "LessThanThreshold"
  metric_query {
    id          = "ratio"
    expression  = "100*h/(h+m)"
    label       = "Hit ratio"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { h = "CacheHitCount", m = "CacheMissCount" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        period      = 60
        stat        = "Sum"
        dimensions  = { ApiName = "pets", Stage = "prod" }
      }
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name        = "any"
  alarm_description = "threshold ${threshold}"
  alarm_rule        = "ALARM(\${aws_cloudwatch_metric_alarm.errors.alarm_name}) OR ALARM(\${aws_cloudwatch_metric_alarm.ratio.alarm_name})"
}

resource "aws_cloudwatch_dashboard" "cache" {
  dashboard_name = "cache"
  dashboard_body = jsonencode({
    widgets = [{ type = "text", x = 0, y = 0, width = 6, height = 3, properties = { markdown = "threshold ${threshold}" } }]
  })
}
`

it.skipIf(mirror === null)(
  'Terraform makes, changes and destroys alarms and a dashboard, and plans nothing in between (skipped without Terraform and its AWS provider)',
  { timeout: 600_000 },
  async () => {
    const { sandbox, states } = await alarming()
    const project = terraformProject(mirror, sandbox.url)
    const write = (threshold: number) => project.write('main.tf', configuration(threshold))
    const terraform = async (...args: readonly string[]) => {
      const ran = await project.terraform(...args, '-no-color')
      expect([args, ran.code, ran.stderr]).toEqual([args, 0, ''])
      return ran.stdout
    }
    write(5)
    await terraform('init')
    expect(await terraform('apply', '-auto-approve')).toContain('4 added, 0 changed, 0 destroyed')
    await terraform('plan', '-detailed-exitcode')
    expect(await states('errors', 'ratio', 'any')).toEqual({
      errors: 'INSUFFICIENT_DATA',
      ratio: 'INSUFFICIENT_DATA',
      any: 'OK',
    })
    write(7)
    expect(await terraform('apply', '-auto-approve')).toContain('0 added, 3 changed, 0 destroyed')
    await terraform('plan', '-detailed-exitcode')
    expect(await terraform('destroy', '-auto-approve')).toContain('4 destroyed')
    expect(await states('errors', 'ratio', 'any')).toEqual({})
  },
)
