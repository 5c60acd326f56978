import type { Command } from './command.js'

const WINDOW = '--start-time 2026-01-01T00:00:00Z --end-time 2026-01-01T01:00:00Z'
const DIMENSIONS = '--dimensions Name=ApiName,Value=pets Name=Stage,Value=prod'
const DOCUMENT = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode":200}' },
          responses: { default: { statusCode: '200' } },
        },
        responses: { 200: { description: 'ok' } },
      },
    },
  },
}
const QUERY = JSON.stringify([
  {
    Id: 'count',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApiGateway',
        MetricName: 'Count',
        Dimensions: [
          { Name: 'ApiName', Value: 'pets' },
          { Name: 'Stage', Value: 'prod' },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
  },
])

export const METRICS_COMMANDS: readonly Command[] = [
  { aws: 'sts get-caller-identity', answer: { Account: '000000000000' } },
  {
    aws: 'sts assume-role --role-arn arn:aws:iam::000000000000:role/reader --role-session-name cli',
    answer: { AssumedRoleUser: { Arn: 'arn:aws:sts::000000000000:assumed-role/reader/cli' } },
  },
  {
    aws: 'sts assume-role --role-arn short --role-session-name cli',
    refused: 'Invalid length for parameter RoleArn',
  },
  {
    aws: "account list-regions --query 'Regions[?RegionName==`us-east-1`].RegionOptStatus'",
    answer: ['ENABLED_BY_DEFAULT'],
  },
  {
    file: { name: 'api.json', text: JSON.stringify(DOCUMENT) },
    aws: 'apigateway import-rest-api --body fileb://api.json',
    answer: { name: 'pets' },
    keep: { API: 'id' },
  },
  { aws: 'apigateway create-deployment --rest-api-id {API} --stage-name prod', answer: {} },
  {
    get: '{URL}/restapis/{API}/prod/_user_request_/pets',
    aws: `cloudwatch get-metric-statistics --namespace AWS/ApiGateway --metric-name Count ${DIMENSIONS} ${WINDOW} --period 60 --statistics Sum SampleCount`,
    answer: { Label: 'Count', Datapoints: [{ Sum: 1, SampleCount: 1, Unit: 'Count' }] },
  },
  {
    aws: `cloudwatch get-metric-statistics --namespace AWS/ApiGateway --metric-name Latency ${DIMENSIONS} ${WINDOW} --period 60 --extended-statistics p95`,
    answer: { Datapoints: [{ Unit: 'Milliseconds' }] },
  },
  {
    aws: `cloudwatch get-metric-statistics --namespace AWS/ApiGateway --metric-name Count ${DIMENSIONS} ${WINDOW} --period 61 --statistics Sum`,
    refused: '(InvalidParameterValue) when calling the GetMetricStatistics operation',
  },
  {
    aws: `cloudwatch get-metric-data --metric-data-queries '${QUERY}' ${WINDOW}`,
    answer: { MetricDataResults: [{ Id: 'count', Values: [1], StatusCode: 'Complete' }] },
  },
  {
    aws: "cloudwatch list-metrics --namespace AWS/ApiGateway --dimensions Name=Stage,Value=prod --query 'sort(Metrics[].MetricName)'",
    answer: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
  },
]
