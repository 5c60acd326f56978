import type { Command } from './command.js'

const OF = '--rest-api-id {API}'
const DOCUMENT = (path: string) =>
  JSON.stringify({
    swagger: '2.0',
    info: { title: 'parts', version: '1' },
    paths: { [path]: { get: { 'x-amazon-apigateway-integration': { type: 'mock' }, responses: {} } } },
  })
const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations'

export const PLAN_COMMANDS: readonly Command[] = [
  {
    file: { name: 'api.json', text: DOCUMENT('/a') },
    aws: 'apigateway import-rest-api --body fileb://api.json --parameters endpointConfigurationTypes=REGIONAL',
    answer: { name: 'parts' },
    keep: { API: 'id' },
  },
  {
    file: { name: 'more.json', text: DOCUMENT('/b') },
    aws: `apigateway put-rest-api ${OF} --mode merge --body fileb://more.json`,
    answer: { id: '{API}' },
  },
  { aws: `apigateway get-resources ${OF} --query 'sort(items[].path)'`, answer: ['/', '/a', '/b'] },
  { aws: `apigateway create-deployment ${OF} --stage-name prod`, answer: {} },
  {
    aws: `apigateway get-export ${OF} --stage-name prod --export-type oas30 --parameters extensions=apigateway out.json`,
    answer: { contentType: 'application/octet-stream' },
    writes: { name: 'out.json', text: /x-amazon-apigateway-integration/ },
  },
  {
    aws: 'apigateway create-api-key --name ann --enabled --value 0123456789abcdefghij',
    answer: { name: 'ann', enabled: true, value: '0123456789abcdefghij' },
    keep: { KEY: 'id' },
  },
  {
    aws: 'apigateway get-api-key --api-key {KEY} --include-value',
    answer: { value: '0123456789abcdefghij' },
  },
  { aws: 'apigateway get-api-keys --name-query an', answer: { items: [{ id: '{KEY}' }] } },
  {
    aws: 'apigateway update-api-key --api-key {KEY} --patch-operations op=replace,path=/description,value=hers',
    answer: { description: 'hers' },
  },
  {
    aws: 'apigateway create-usage-plan --name gold --quota limit=100,period=DAY --throttle burstLimit=5,rateLimit=2 --api-stages apiId={API},stage=prod',
    answer: {
      name: 'gold',
      quota: { limit: 100, period: 'DAY' },
      apiStages: [{ apiId: '{API}', stage: 'prod' }],
    },
    keep: { PLAN: 'id' },
  },
  {
    aws: 'apigateway get-usage-plan --usage-plan-id {PLAN}',
    answer: { throttle: { burstLimit: 5, rateLimit: 2 } },
  },
  { aws: 'apigateway get-usage-plans', answer: { items: [{ id: '{PLAN}' }] } },
  {
    aws: 'apigateway update-usage-plan --usage-plan-id {PLAN} --patch-operations op=replace,path=/quota/limit,value=200',
    answer: { quota: { limit: 200 } },
  },
  {
    aws: 'apigateway create-usage-plan-key --usage-plan-id {PLAN} --key-id {KEY} --key-type API_KEY',
    answer: { id: '{KEY}', type: 'API_KEY' },
  },
  { aws: 'apigateway get-usage-plan-key --usage-plan-id {PLAN} --key-id {KEY}', answer: { name: 'ann' } },
  { aws: 'apigateway get-usage-plan-keys --usage-plan-id {PLAN}', answer: { items: [{ id: '{KEY}' }] } },
  {
    aws: 'apigateway get-usage --usage-plan-id {PLAN} --start-date 2026-01-01 --end-date 2026-01-01',
    answer: { usagePlanId: '{PLAN}' },
  },
  {
    aws: 'apigateway update-usage --usage-plan-id {PLAN} --key-id {KEY} --patch-operations op=replace,path=/remaining,value=10',
    answer: { usagePlanId: '{PLAN}' },
  },
  { aws: 'apigateway delete-usage-plan-key --usage-plan-id {PLAN} --key-id {KEY}' },
  {
    aws: `apigateway create-authorizer ${OF} --name auth --type TOKEN --authorizer-uri ${FUNCTION} --identity-source method.request.header.Authorization`,
    answer: { name: 'auth', type: 'TOKEN' },
    keep: { AUTH: 'id' },
  },
  { aws: `apigateway get-authorizer ${OF} --authorizer-id {AUTH}`, answer: { name: 'auth' } },
  { aws: `apigateway get-authorizers ${OF}`, answer: { items: [{ id: '{AUTH}' }] } },
  {
    aws: `apigateway update-authorizer ${OF} --authorizer-id {AUTH} --patch-operations op=replace,path=/authorizerResultTtlInSeconds,value=60`,
    answer: { authorizerResultTtlInSeconds: 60 },
  },
  { aws: `apigateway delete-authorizer ${OF} --authorizer-id {AUTH}` },
  {
    aws: `apigateway create-model ${OF} --name Pet --content-type application/json --schema '{"type":"object"}'`,
    answer: { name: 'Pet', schema: '{"type":"object"}' },
  },
  { aws: `apigateway get-model ${OF} --model-name Pet`, answer: { name: 'Pet' } },
  { aws: `apigateway get-models ${OF} --query 'items[].name'`, answer: ['Pet'] },
  {
    aws: `apigateway update-model ${OF} --model-name Pet --patch-operations op=replace,path=/description,value=d`,
    answer: { description: 'd' },
  },
  { aws: `apigateway delete-model ${OF} --model-name Pet` },
  {
    aws: `apigateway create-request-validator ${OF} --name v --validate-request-body`,
    answer: { name: 'v', validateRequestBody: true },
    keep: { VALIDATOR: 'id' },
  },
  { aws: `apigateway get-request-validators ${OF}`, answer: { items: [{ id: '{VALIDATOR}' }] } },
  { aws: `apigateway delete-request-validator ${OF} --request-validator-id {VALIDATOR}` },
  {
    aws: `apigateway put-gateway-response ${OF} --response-type ACCESS_DENIED --status-code 404`,
    answer: { responseType: 'ACCESS_DENIED', statusCode: '404', defaultResponse: false },
  },
  {
    aws: `apigateway get-gateway-response ${OF} --response-type THROTTLED`,
    answer: { statusCode: '429', defaultResponse: true },
  },
  { aws: `apigateway get-gateway-responses ${OF} --query 'length(items)' --output text`, answer: '21' },
  {
    aws: `apigateway update-gateway-response ${OF} --response-type ACCESS_DENIED --patch-operations op=replace,path=/statusCode,value=410`,
    answer: { statusCode: '410' },
  },
  { aws: `apigateway delete-gateway-response ${OF} --response-type ACCESS_DENIED` },
  {
    aws: `apigateway create-documentation-part ${OF} --location type=API --properties '{"description":"d"}'`,
    answer: { location: { type: 'API' } },
    keep: { PART: 'id' },
  },
  { aws: `apigateway get-documentation-parts ${OF}`, answer: { items: [{ id: '{PART}' }] } },
  {
    aws: `apigateway create-documentation-version ${OF} --documentation-version 1 --stage-name prod`,
    answer: { version: '1' },
  },
  { aws: 'apigateway get-account', answer: { throttleSettings: { burstLimit: 5000, rateLimit: 10000 } } },
  {
    aws: 'apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::000000000000:role/logs',
    answer: { cloudwatchRoleArn: 'arn:aws:iam::000000000000:role/logs' },
  },
  {
    aws: 'apigateway create-vpc-link --name link --target-arns arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/1',
    answer: { name: 'link', status: 'PENDING' },
    keep: { LINK: 'id' },
  },
  { aws: 'apigateway get-vpc-link --vpc-link-id {LINK}', answer: { status: 'AVAILABLE' } },
  { aws: 'apigateway delete-vpc-link --vpc-link-id {LINK}' },
  { aws: 'apigateway delete-api-key --api-key {KEY}' },
]
