import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteRestApiCommand,
  GetAccountCommand,
  GetApiKeysCommand,
  GetAuthorizersCommand,
  GetBasePathMappingsCommand,
  GetDocumentationPartsCommand,
  GetGatewayResponseCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetUsagePlansCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { startSandbox } from '../../../src/sandbox/index.js'
import { attribute, deployed, mistake, PETS, ref, resource, sub, templated } from './templated.js'

const CDK = readFileSync(new URL('../../clients/templates/cdk.json', import.meta.url), 'utf8')
const STATEMENT = { openapi: '3.0.1', info: { title: 'of its body', version: '1' } }

const setting = (ResourcePath: string, HttpMethod: string, CacheTtlInSeconds: number) => ({
  ResourcePath,
  HttpMethod,
  CachingEnabled: true,
  CacheTtlInSeconds,
})

describe('a template', () => {
  it('A170 makes the API that CDK has synthesized, which caches from the start', async () => {
    const { sandbox, gateway, restApiId, ask } = await templated(CDK)
    expect(sandbox.apis).toMatchObject([{ name: 'pets', stages: [{ name: 'prod' }] }])
    expect(await gateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }))).toMatchObject({
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: { '*/*': { cacheTtlInSeconds: 300 }, '~1pets~1{id}/GET': { cacheTtlInSeconds: 60 } },
    })
    const key = { 'x-api-key': '0123456789abcdefghij' }
    expect((await ask('/pets/1')).status).toBe(403)
    const first = await (await ask('/pets/1', key)).text()
    expect(await (await ask('/pets/1', key)).text()).toBe(first)
    expect(await (await ask('/pets/2', key)).text()).not.toBe(first)
    expect(sandbox.requests().every(({ service }) => service === 'execute-api' || service === 'apigateway')).toBe(true)
  })

  it('A170 is deployed again by a reset, stands beside a seed, and gives way to a state file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const stateFile = join(folder, 'state.json')
    const first = await templated({ Resources: deployed() }, { stateFile })
    await first.gateway.send(new DeleteRestApiCommand({ restApiId: first.restApiId }))
    expect(first.sandbox.apis).toEqual([])
    first.sandbox.reset()
    expect(first.sandbox.apis).toMatchObject([{ name: 'shop' }])
    await first.gateway.send(new DeleteRestApiCommand({ restApiId: first.sandbox.apis[0]?.id ?? '' }))
    await first.sandbox.close()

    const kept = await startSandbox({ stateFile, template: JSON.stringify({ Resources: deployed() }) })
    onTestFinished(() => kept.close())
    expect(kept.apis).toEqual([])
    const beside = await templated({ Resources: deployed() }, { seed: 'demo' })
    expect(beside.sandbox.apis.map(({ name }) => name)).toEqual(['pets', 'shop'])
  })

  it('A171 makes everything of API Gateway, whatever the order', async () => {
    const { gateway, restApiId } = await templated({
      Resources: Object.fromEntries(
        Object.entries({
          ...deployed({ ClientCertificateId: ref('Certificate'), DocumentationVersion: '1' }),
          Model: resource('Model', {
            RestApiId: ref('Api'),
            ContentType: 'application/json',
            Schema: { type: 'object' },
          }),
          Validator: resource('RequestValidator', { RestApiId: ref('Api'), ValidateRequestBody: 'true' }),
          Authorizer: resource('Authorizer', {
            RestApiId: ref('Api'),
            Name: 'callers',
            Type: 'COGNITO_USER_POOLS',
            IdentitySource: 'method.request.header.Authorization',
            AuthorizerResultTtlInSeconds: '60',
            ProviderARNs: [attribute('Pool', 'Arn')],
          }),
          Pool: resource('AWS::Cognito::UserPool'),
          Mine: resource('Method', {
            RestApiId: ref('Api'),
            ResourceId: ref('Pets'),
            HttpMethod: 'POST',
            AuthorizationType: 'COGNITO_USER_POOLS',
            AuthorizerId: ref('Authorizer'),
            RequestModels: { 'application/json': ref('Model') },
            RequestValidatorId: ref('Validator'),
            MethodResponses: [{ StatusCode: 200, ResponseParameters: { 'method.response.header.X': 'false' } }],
            Integration: {
              Type: 'HTTP',
              IntegrationHttpMethod: 'POST',
              Uri: 'https://backend.example.com/',
              ConnectionType: 'VPC_LINK',
              ConnectionId: ref('Link'),
              TimeoutInMillis: '5000',
              IntegrationResponses: [
                { StatusCode: 200, ResponseParameters: { 'method.response.header.X': "'y'" }, SelectionPattern: '2..' },
              ],
            },
          }),
          Link: resource('VpcLink', { Name: 'link', TargetArns: [ref('Balancer')] }),
          Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer'),
          Forbidden: resource('GatewayResponse', {
            RestApiId: ref('Api'),
            ResponseType: 'ACCESS_DENIED',
            StatusCode: 404,
            ResponseTemplates: { 'application/json': '{}' },
          }),
          Key: resource('ApiKey', { Value: '0123456789abcdefghij', Enabled: true, Tags: [{ Key: 'a', Value: 'b' }] }),
          Plan: resource('UsagePlan', {
            ApiStages: [
              { ApiId: ref('Api'), Stage: ref('Stage'), Throttle: { '/pets/GET': { RateLimit: 5, BurstLimit: '5' } } },
            ],
            Quota: { Limit: 10, Period: 'DAY' },
          }),
          PlanKey: resource('UsagePlanKey', { KeyId: ref('Key'), KeyType: 'API_KEY', UsagePlanId: ref('Plan') }),
          Account: resource('Account', { CloudWatchRoleArn: attribute('Role', 'Arn') }),
          Role: resource('AWS::IAM::Role'),
          Certificate: resource('ClientCertificate', { Description: 'c' }),
          Part: resource('DocumentationPart', {
            RestApiId: ref('Api'),
            Location: { Type: 'API' },
            Properties: '{"description":"d"}',
          }),
          Version: resource(
            'DocumentationVersion',
            { RestApiId: ref('Api'), DocumentationVersion: '1' },
            { DependsOn: 'Part' },
          ),
          Domain: resource('DomainName', {
            DomainName: 'api.example.com',
            RegionalCertificateArn: ref('Tls'),
            EndpointConfiguration: { Types: ['REGIONAL'] },
          }),
          Tls: resource('AWS::CertificateManager::Certificate'),
          Mapping: resource('BasePathMapping', {
            DomainName: ref('Domain'),
            RestApiId: ref('Api'),
            Stage: ref('Stage'),
          }),
        }).reverse(),
      ),
    })
    const send = gateway.send.bind(gateway)
    const { items: resources = [] } = await send(new GetResourcesCommand({ restApiId, embed: ['methods'] }))
    const [{ POST: mine } = {}] = resources.flatMap(({ path, resourceMethods = {} }) =>
      path === '/pets' ? [resourceMethods] : [],
    )
    expect(mine).toMatchObject({
      requestModels: { 'application/json': 'Model' },
      methodResponses: { 200: { responseParameters: { 'method.response.header.X': false } } },
      methodIntegration: {
        timeoutInMillis: 5000,
        uri: 'https://backend.example.com/',
        integrationResponses: { 200: { selectionPattern: '2..' } },
      },
    })
    expect((await send(new GetAuthorizersCommand({ restApiId }))).items).toMatchObject([
      { name: 'callers', providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Pool'] },
    ])
    expect((await send(new GetRequestValidatorsCommand({ restApiId }))).items).toMatchObject([
      { id: mine?.requestValidatorId, validateRequestBody: true },
    ])
    const { items: models = [] } = await send(new GetModelsCommand({ restApiId }))
    expect(models.find(({ name }) => name === 'Model')?.schema).toBe('{"type":"object"}')
    expect((await send(new GetVpcLinksCommand({}))).items).toMatchObject([
      { id: mine?.methodIntegration?.connectionId, name: 'link' },
    ])
    const denied = new GetGatewayResponseCommand({ restApiId, responseType: 'ACCESS_DENIED' })
    expect(await send(denied)).toMatchObject({ statusCode: '404' })
    const { items: [key] = [] } = await send(new GetApiKeysCommand({ includeValues: true }))
    expect(key).toMatchObject({ name: 'stack-Key', value: '0123456789abcdefghij', tags: { a: 'b' } })
    const plans = await send(new GetUsagePlansCommand({ keyId: key?.id }))
    expect(plans.items).toMatchObject([
      {
        name: 'stack-Plan',
        quota: { limit: 10 },
        apiStages: [{ apiId: restApiId, stage: 'prod', throttle: { '/pets/GET': { burstLimit: 5 } } }],
      },
    ])
    expect((await send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe('arn:aws:iam::000000000000:role/Role')
    expect((await send(new GetDocumentationPartsCommand({ restApiId }))).items).toHaveLength(1)
    const stage = await send(new GetStageCommand({ restApiId, stageName: 'prod' }))
    expect(stage).toMatchObject({ documentationVersion: '1', clientCertificateId: expect.stringMatching(/^\w{6}$/) })
    const mappings = new GetBasePathMappingsCommand({ domainName: 'api.example.com' })
    expect((await send(mappings)).items).toMatchObject([{ restApiId, stage: 'prod' }])
  })

  it("A171 refuses what an operation refuses, in the service's words and with the place, and starts nothing", async () => {
    const keys = (names: readonly string[]) => ({
      ...deployed(),
      Get: {
        ...PETS.Get,
        Properties: { ...PETS.Get.Properties, Integration: { Type: 'MOCK', CacheKeyParameters: names } },
      },
    })
    expect(await mistake({ Resources: keys(['method.request.querystring.q']) })).toBe(
      'Resources.Get.Properties.Integration.CacheKeyParameters: "method.request.querystring.q": PutIntegration: Invalid cache key parameter specified; the method has to declare it under RequestParameters',
    )
    expect(await mistake({ Resources: deployed({ CacheClusterSize: '7' }) })).toMatch(
      /^Resources\.Stage\.Properties: CreateStage: 1 validation error detected: Value '7' at 'createStageInput/,
    )
    expect(await mistake({ Resources: deployed({ CacheClusterSizes: '0.5' }) })).toBe(
      'Resources.Stage.Properties.CacheClusterSizes: is no property of it; did you mean CacheClusterSize?',
    )
    expect(await mistake({ Resources: deployed({ CacheClusterEnabled: 'yes' }) })).toBe(
      'Resources.Stage.Properties.CacheClusterEnabled: is not true or false',
    )
    const { RestApiId: _, ...rest } = PETS.Get.Properties
    expect(await mistake({ Resources: { ...PETS, Get: resource('Method', rest) } })).toBe(
      'Resources.Get.Properties.RestApiId: is missing',
    )
  })

  it('A172 patches the settings of a stage, and deploys to the stage that a deployment names', async () => {
    const MethodSettings = [setting('/*', '*', 300), setting('/~1pets~1{id}', 'GET', 60), setting('/', 'GET', 5)]
    const AccessLogSetting = { DestinationArn: attribute('Log', 'Arn'), Format: '$context.requestId' }
    const common = { CacheClusterEnabled: 'true', CacheClusterSize: 0.5, MethodSettings, AccessLogSetting }
    const expected = {
      cacheClusterStatus: 'AVAILABLE',
      accessLogSettings: { destinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:Log:*' },
      methodSettings: {
        '*/*': { cacheTtlInSeconds: 300 },
        '~1pets~1{id}/GET': { cacheTtlInSeconds: 60 },
        '~1/GET': { cacheTtlInSeconds: 5 },
      },
    }
    const Log = resource('AWS::Logs::LogGroup')
    const staged = await templated({ Resources: { ...deployed(common), Log } }, { clusterTimeMs: 240_000 })
    const { restApiId } = staged
    expect(await staged.gateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }))).toMatchObject(expected)

    const StageDescription = {
      ...common,
      CacheDataEncrypted: true,
      Variables: { a: 1 },
      Tags: [{ Key: 'a', Value: 'b' }],
    }
    const Deployment = resource(
      'Deployment',
      { RestApiId: ref('Api'), StageName: 'dev', StageDescription },
      { DependsOn: ['Get'] },
    )
    const { gateway, sandbox } = await templated({ Resources: { ...PETS, Deployment, Log } })
    const [{ id = '' } = {}] = sandbox.apis
    expect(await gateway.send(new GetStageCommand({ restApiId: id, stageName: 'dev' }))).toMatchObject({
      ...expected,
      methodSettings: { '*/*': { cacheTtlInSeconds: 300, cacheDataEncrypted: true } },
      variables: { a: '1' },
      tags: { a: 'b' },
    })
    expect(await mistake({ Resources: deployed({ MethodSettings: [setting('~1pets', 'GET', 5)] }) })).toMatch(
      /^Resources\.Stage\.Properties\.MethodSettings\[0\]: UpdateStage: Invalid method setting path: ~1pets\/GET/,
    )
  })

  it('A173 imports a body, beside which name and description go first', async () => {
    const paths = { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } }
    const Api = (more: object) => ({ Api: resource('RestApi', { Body: { ...STATEMENT, paths }, ...more }) })
    const named = await templated({
      Resources: Api({ Name: 'shop', Description: 'd', BinaryMediaTypes: ['image/png', 'image~1gif'] }),
    })
    const { restApiId } = named
    expect(await named.gateway.send(new GetRestApiCommand({ restApiId }))).toMatchObject({
      name: 'shop',
      description: 'd',
      binaryMediaTypes: ['image/png', 'image/gif'],
    })
    expect((await templated({ Resources: Api({}) })).sandbox.apis).toMatchObject([{ name: 'of its body' }])
    const Body = { ...STATEMENT, paths: { '/pets': { get: { responses: 7 } } } }
    expect(await mistake({ Resources: { Api: resource('RestApi', { Body }) } })).toMatch(
      /^Resources\.Api\.Properties\.Body: PutRestApi: Invalid OpenAPI input\./,
    )
    expect(await mistake({ Resources: { Api: resource('RestApi', { BodyS3Location: { Bucket: 'b' } }) } })).toBe(
      'Resources.Api.Properties.BodyS3Location: nothing is read from S3: give the document as Body',
    )
  })

  it('A177 calls the functions that are given by name, logical id or the id of their construct', async () => {
    const answer = (body: string) => () => ({ body })
    const lambda = (path: string, properties: object = {}) => ({
      ...resource('AWS::Lambda::Function', { ...properties }),
      Metadata: { 'aws:cdk:path': `Shop/${path}/Resource` },
    })
    const Get = (name: string) => ({
      ...PETS.Get,
      Properties: {
        ...PETS.Get.Properties,
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: sub(`arn:aws:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<${name}>/invocations`),
        },
      },
    })
    const bodyOf = async (name: string, handlers: object) => {
      const { ask, sandbox } = await templated(
        {
          Resources: {
            ...deployed(),
            Plain1A2B: lambda('Plain'),
            Named3C4D: lambda('Twice', { FunctionName: sub('<AWS::StackName>-fn') }),
            Other5E6F: lambda('Twice'),
            Live: resource('AWS::Lambda::Alias', { FunctionName: ref('Named3C4D'), Name: 'live' }),
            Get: Get(name),
          },
        },
        { handlers: { ...handlers } },
      )
      const answered = await ask('/pets/1')
      return answered.status === 200 ? answered.text() : sandbox.notes.filter((note) => note.startsWith('no function'))
    }
    expect(await bodyOf('Plain1A2B.Arn', { Plain1A2B: answer('id') })).toBe('id')
    expect(await bodyOf('Plain1A2B.Arn', { Plain: answer('construct') })).toBe('construct')
    expect(await bodyOf('Named3C4D.Arn', { Named3C4D: answer('id') })).toBe('id')
    expect(await bodyOf('Named3C4D.Arn', { 'stack-fn': answer('name') })).toBe('name')
    expect(await bodyOf('Live', { 'stack-fn': answer('alias') })).toBe('alias')
    expect(await bodyOf('Named3C4D.Arn', { Twice: answer('whose?') })).toEqual([
      'no function was given for stack-fn: what calls it fails',
    ])
  })

  it('A178 tells what is not there', async () => {
    const { sandbox } = await templated({
      Resources: {
        ...deployed({ Description: '{{resolve:ssm:/a}}' }),
        One: resource('AWS::IAM::Role'),
        Two: resource('AWS::IAM::Role'),
        Fn: resource('AWS::Lambda::Function'),
        Table: resource('AWS::DynamoDB::Table'),
        Http: resource('AWS::ApiGatewayV2::Api'),
        Private: resource('DomainNameV2'),
      },
    })
    expect(sandbox.notes).toEqual([
      'not emulated, and left out: AWS::ApiGatewayV2::Api, AWS::ApiGateway::DomainNameV2',
      'of other services, and left out: 2 AWS::IAM::Role, 1 AWS::DynamoDB::Table',
      'Stage has references to secrets or parameters (resolve:), which stay as they are',
    ])
    expect(await mistake({ Resources: { One: resource('AWS::IAM::Role') } })).toBe('it has no AWS::ApiGateway::RestApi')
    expect((await templated(stringify({ Resources: deployed() }))).sandbox.notes).toEqual([])
  })
})
