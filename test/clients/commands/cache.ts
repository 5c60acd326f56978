import type { Command } from './command.js'

const MINUTE = 60_000
const STAGE = '--rest-api-id {API} --stage-name prod'
const replace = (path: string, value: string) => `op=replace,path=${path},value=${value}`
const DOCUMENT = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode":200}' },
          responses: {
            default: {
              statusCode: '200',
              responseTemplates: { 'application/json': '{"at":$context.requestTimeEpoch}' },
            },
          },
        },
        responses: { 200: { description: 'ok' } },
      },
    },
  },
}

export const CACHE_COMMANDS: readonly Command[] = [
  {
    file: { name: 'api.json', text: JSON.stringify(DOCUMENT) },
    aws: 'apigateway import-rest-api --body fileb://api.json',
    answer: { name: 'pets', version: '1' },
    keep: { API: 'id' },
  },
  { aws: 'apigateway create-deployment --rest-api-id {API}', answer: {}, keep: { DEPLOYMENT: 'id' } },
  {
    aws: `apigateway create-stage ${STAGE} --deployment-id {DEPLOYMENT} --tags team=pets`,
    answer: { stageName: 'prod', cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' },
  },
  {
    aws: `apigateway create-stage ${STAGE} --deployment-id {DEPLOYMENT}`,
    refused: '(ConflictException) when calling the CreateStage operation: Stage already exists',
  },
  {
    aws: `apigateway flush-stage-cache ${STAGE}`,
    refused: '(BadRequestException) when calling the FlushStageCache operation',
  },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations ${replace('/cacheClusterEnabled', 'true')} ${replace('/cacheClusterSize', '0.5')} ${replace('/*/*/caching/enabled', 'true')} ${replace('/*/*/caching/ttlInSeconds', '3600')}`,
    answer: {
      cacheClusterStatus: 'CREATE_IN_PROGRESS',
      cacheClusterSize: '0.5',
      methodSettings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3600 } },
    },
  },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations ${replace('/description', 'x')}`,
    refused: '(ConflictException) when calling the UpdateStage operation: A previous change is still in progress',
  },
  {
    waits: 5 * MINUTE,
    aws: `apigateway get-stage ${STAGE} --query cacheClusterStatus --output text`,
    answer: 'AVAILABLE',
  },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations ${replace('/~1pets/GET/caching/ttlInSeconds', '60')}`,
    answer: { methodSettings: { '~1pets/GET': { cachingEnabled: true, cacheTtlInSeconds: 60 } } },
  },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations ${replace('/*/*/caching/ttlInSeconds', '3601')}`,
    refused: 'Invalid time-to-live setting, must be an integer no greater than 3600',
  },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations op=remove,path=/~1pets/GET`,
    answer: { methodSettings: { '*/*': {} } },
  },
  { aws: `apigateway flush-stage-cache ${STAGE}` },
  {
    aws: `apigateway get-stages --rest-api-id {API}`,
    answer: { item: [{ stageName: 'prod', cacheClusterStatus: 'FLUSH_IN_PROGRESS' }] },
  },
  { waits: 5 * MINUTE, aws: `apigateway flush-stage-authorizers-cache ${STAGE}` },
  {
    aws: `apigateway update-stage ${STAGE} --patch-operations ${replace('/cacheClusterEnabled', 'false')}`,
    answer: { cacheClusterStatus: 'DELETE_IN_PROGRESS', cacheClusterSize: '0.5' },
  },
  {
    waits: 5 * MINUTE,
    aws: `apigateway get-stage ${STAGE}`,
    answer: { cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' },
  },
  { aws: `apigateway delete-stage ${STAGE}` },
]
