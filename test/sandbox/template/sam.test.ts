import {
  GetApiKeysCommand,
  GetAuthorizersCommand,
  GetGatewayResponseCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { attribute, type Given, mistake, ref, resource, sub, templated } from './templated.js'

type Json = Readonly<Record<string, unknown>>

const sam = (Resources: Json, more: Json = {}) => ({ Transform: 'AWS::Serverless-2016-10-31', ...more, Resources })
const api = (properties: Json = {}) => resource('AWS::Serverless::Api', { StageName: 'prod', ...properties })
const lambda = (Events: Json, properties: Json = {}) => resource('AWS::Serverless::Function', { Events, ...properties })
const event = (Method: string, Path: string, properties: Json = {}) => ({
  Type: 'Api',
  Properties: { Method, Path, ...properties },
})
const document = { openapi: '3.0.1', info: { title: 'shop', version: '1' } }
const mock = { 'x-amazon-apigateway-integration': { type: 'mock' } }

/** A sandbox with the template, and what looks at its first API's methods. */
async function translated(template: object, given: Given = {}) {
  const run = await templated(template, given)
  const { restApiId, gateway } = run
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }))
  const idOf = (path: string) => items.find((one) => one.path === path)?.id ?? ''
  const method = (httpMethod: string, path: string) =>
    gateway.send(new GetMethodCommand({ restApiId, resourceId: idOf(path), httpMethod }))
  const integration = (httpMethod: string, path: string) =>
    gateway.send(new GetIntegrationCommand({ restApiId, resourceId: idOf(path), httpMethod }))
  return { ...run, method, integration, paths: items.map(({ path }) => path).sort() }
}

describe('a template of SAM', () => {
  it('A180 has an API with its stage, its cache and its settings', async () => {
    const { gateway, restApiId, sandbox } = await translated(
      sam(
        {
          Shop: api({
            Name: 'shop',
            StageName: ref('Name'),
            CacheClusterEnabled: true,
            CacheClusterSize: '0.5',
            TracingEnabled: true,
            Variables: { Level: 'high' },
            Tags: { team: 'pets' },
            EndpointConfiguration: { Type: 'REGIONAL' },
            BinaryMediaTypes: ['image~1png'],
            MinimumCompressionSize: 1024,
            MethodSettings: [
              { ResourcePath: '/~1items~1{id}', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: 10 },
            ],
            DefinitionBody: { ...document, paths: { '/items/{id}': { get: mock } } },
          }),
          Plan: resource('UsagePlan', {
            Description: sub('<Shop.Deployment>'),
            ApiStages: [{ ApiId: ref('Shop'), Stage: ref('Shop.Stage') }],
          }),
          Key: resource('ApiKey', { Name: ref('ShopdevStage') }),
        },
        { Parameters: { Name: { Type: 'String', Default: 'dev' } } },
      ),
    )
    expect(sandbox.apis).toMatchObject([{ name: 'shop', stages: [{ name: 'Stage' }, { name: 'dev' }] }])
    expect(await gateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).toMatchObject({
      cacheClusterStatus: 'AVAILABLE',
      cacheClusterSize: '0.5',
      tracingEnabled: true,
      variables: { Level: 'high' },
      tags: { team: 'pets' },
      methodSettings: { '~1items~1{id}/GET': { cachingEnabled: true, cacheTtlInSeconds: 10 } },
    })
    expect(await gateway.send(new GetRestApiCommand({ restApiId }))).toMatchObject({
      endpointConfiguration: { types: ['REGIONAL'] },
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 1024,
    })
    const { items: plans } = await gateway.send(new GetUsagePlansCommand({}))
    expect(plans).toMatchObject([{ apiStages: [{ stage: 'dev' }], description: expect.stringMatching(/^\w{6}$/) }])
    expect((await gateway.send(new GetApiKeysCommand({}))).items).toMatchObject([{ name: 'dev' }])
  })

  it('A180 deploys to one stage where a version of OpenAPI is named, and takes a document from a file', async () => {
    const template = sam({ Shop: api({ OpenApiVersion: '3.0.1', DefinitionUri: './api.yaml' }) })
    const title = sub('<Not>')['Fn::Sub']
    const file = stringify({ ...document, info: { title, version: '1' }, paths: { '/pets': { get: mock } } })
    const { sandbox } = await translated(template, { files: { './api.yaml': file } })
    expect(sandbox.apis).toMatchObject([{ name: title, stages: [{ name: 'prod' }] }])
    expect(await mistake(template)).toBe(
      'Resources.Shop.Properties.DefinitionUri: is no file beside the template that was read',
    )
    expect(await mistake(sam({ Shop: api({ DefinitionUri: 's3://bucket/key' }) }))).toContain('is no file beside')
    expect(await mistake(sam({ Shop: api({ DefinitionUri: 'a', Cors: "'*'" }) }))).toBe(
      'Resources.Shop.Properties.Cors: needs a DefinitionBody: nothing is written into a file',
    )
  })

  it('A181 makes methods of events, with their cache keys, and calls the function', async () => {
    const RequestParameters = [
      { 'method.request.querystring.q': { Required: true, Caching: true } },
      'method.request.header.Accept',
      { 'method.request.path.id': { Required: true, Caching: true } },
    ]
    const { ask, sandbox, method, integration, paths } = await translated(
      sam({
        Pets: lambda({
          One: event('get', '/pets/{id}', { RequestParameters, TimeoutInMillis: 5000 }),
          Any: event('ANY', '/any/{proxy+}'),
          Tick: { Type: 'Schedule', Properties: { Schedule: 'rate(1 minute)' } },
        }),
      }),
      { handlers: { Pets: ({ httpMethod, path }) => ({ body: `${httpMethod} ${path}` }) } },
    )
    expect(sandbox.apis).toMatchObject([{ name: 'stack', stages: [{ name: 'Stage' }, { name: 'Prod' }] }])
    expect(paths).toEqual(['/', '/any', '/any/{proxy+}', '/pets', '/pets/{id}'])
    expect((await method('GET', '/pets/{id}')).requestParameters).toEqual({
      'method.request.querystring.q': true,
      'method.request.header.Accept': false,
      'method.request.path.id': true,
    })
    expect(await integration('GET', '/pets/{id}')).toMatchObject({
      type: 'AWS_PROXY',
      timeoutInMillis: 5000,
      cacheKeyParameters: ['method.request.querystring.q', 'method.request.path.id'],
    })
    expect(await (await ask('/pets/1?q=2')).text()).toBe('GET /pets/1')
    expect(await (await ask('/any/a/b')).text()).toBe('GET /any/a/b')
  })

  it('A181 puts events into the API that they name, and globals into all', async () => {
    const Globals = {
      Api: {
        CacheClusterEnabled: true,
        Variables: { a: '1', b: '2' },
        MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }],
      },
      Function: { FunctionName: 'ignored', AutoPublishAlias: 'live' },
    }
    const MethodSettings = [{ ResourcePath: '/~1pets', HttpMethod: 'GET', CacheTtlInSeconds: 5 }]
    const { sandbox, gateway } = await translated(
      sam(
        {
          Own: api({ Name: 'own', DefinitionBody: { ...document, paths: { '/own': { get: mock } } } }),
          Shop: api({ Name: 'shop', Variables: { b: '3' }, MethodSettings }),
          Pets: lambda({
            Named: event('GET', '/pets', { RestApiId: ref('Shop') }),
            Text: event('GET', '/text', { RestApiId: 'Shop' }),
            There: event('GET', '/not-added', { RestApiId: ref('Own') }),
            Implicit: event('GET', '/implicit'),
          }),
          Off: { ...lambda({ Named: event('GET', '/off', { RestApiId: ref('Shop') }) }), Condition: 'No' },
        },
        { Globals, Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } },
      ),
    )
    const paths = await Promise.all(
      sandbox.apis.map(async ({ id, name }) => {
        const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: id }))
        return [name, items.map(({ path }) => path).sort()]
      }),
    )
    expect(Object.fromEntries(paths)).toEqual({
      own: ['/', '/own'],
      shop: ['/', '/pets', '/text'],
      stack: ['/', '/implicit'],
    })
    const shop = sandbox.apis.find(({ name }) => name === 'shop')
    expect(await gateway.send(new GetStageCommand({ restApiId: shop?.id, stageName: 'prod' }))).toMatchObject({
      cacheClusterEnabled: true,
      variables: { a: '1', b: '3' },
      methodSettings: { '*/*': { cachingEnabled: true }, '~1pets/GET': { cacheTtlInSeconds: 5 } },
    })
  })

  it('A182 has authorizers, keys and CORS', async () => {
    const Auth = {
      DefaultAuthorizer: 'Token',
      Authorizers: {
        Token: { FunctionArn: attribute('Check', 'Arn'), Identity: { Header: 'X-Token', ReauthorizeEvery: 30 } },
        Request: {
          FunctionPayloadType: 'REQUEST',
          FunctionArn: attribute('Check', 'Arn'),
          Identity: { Headers: ['A'], QueryStrings: ['b'] },
        },
        Pool: { UserPoolArn: attribute('Users', 'Arn'), AuthorizationScopes: ['read'] },
      },
      UsagePlan: { CreateUsagePlan: 'PER_API', UsagePlanName: 'plan', Quota: { Limit: 5, Period: 'DAY' } },
    }
    const on = (path: string, own?: Json) => event('GET', path, { RestApiId: ref('Shop'), ...(own && { Auth: own }) })
    const { gateway, restApiId, method, integration } = await translated(
      sam({
        Shop: api({
          Auth,
          Cors: {
            AllowOrigin: "'https://a.example'",
            AllowHeaders: "'X-Token'",
            MaxAge: "'60'",
            AllowCredentials: true,
          },
          GatewayResponses: {
            DEFAULT_4XX: { StatusCode: 418, ResponseParameters: { Headers: { 'X-Own': "'4xx'" } } },
          },
          Models: { User: { type: 'object' } },
        }),
        Check: lambda({}),
        Users: resource('AWS::Cognito::UserPool'),
        Pets: lambda({
          Default: on('/default'),
          Open: on('/open', { Authorizer: 'NONE' }),
          Request: on('/request', { Authorizer: 'Request', ApiKeyRequired: true }),
          Pool: on('/pool', { Authorizer: 'Pool' }),
          Iam: on('/iam', { Authorizer: 'AWS_IAM' }),
        }),
      }),
    )
    const { items: authorizers = [] } = await gateway.send(new GetAuthorizersCommand({ restApiId }))
    const idOf = (name: string) => authorizers.find((one) => one.name === name)?.id
    expect(authorizers.find(({ name }) => name === 'Token')).toMatchObject({
      type: 'TOKEN',
      identitySource: 'method.request.header.X-Token',
      authorizerResultTtlInSeconds: 30,
    })
    expect(authorizers.find(({ name }) => name === 'Request')?.identitySource).toBe(
      'method.request.header.A, method.request.querystring.b',
    )
    expect(await method('GET', '/default')).toMatchObject({ authorizationType: 'CUSTOM', authorizerId: idOf('Token') })
    expect(await method('OPTIONS', '/default')).toMatchObject({ authorizerId: idOf('Token') })
    expect(await method('GET', '/open')).toMatchObject({ authorizationType: 'NONE', apiKeyRequired: false })
    expect(await method('GET', '/request')).toMatchObject({ authorizerId: idOf('Request'), apiKeyRequired: true })
    expect(await method('GET', '/pool')).toMatchObject({
      authorizationType: 'COGNITO_USER_POOLS',
      authorizationScopes: ['read'],
    })
    expect(await method('GET', '/iam')).toMatchObject({ authorizationType: 'AWS_IAM' })
    expect((await integration('GET', '/iam')).credentials).toBe('arn:aws:iam::*:user/*')
    const { integrationResponses } = await integration('OPTIONS', '/open')
    expect(integrationResponses?.['200']?.responseParameters).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
      'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
      'method.response.header.Access-Control-Allow-Headers': "'X-Token'",
      'method.response.header.Access-Control-Max-Age': "'60'",
      'method.response.header.Access-Control-Allow-Credentials': "'true'",
    })
    expect((await gateway.send(new GetUsagePlansCommand({}))).items).toMatchObject([
      { name: 'plan', quota: { limit: 5 }, apiStages: [{ apiId: restApiId, stage: 'prod' }] },
    ])
    const denied = new GetGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX' })
    expect(await gateway.send(denied)).toMatchObject({
      statusCode: '418',
      responseParameters: { 'gatewayresponse.header.X-Own': "'4xx'" },
    })
    const { items: models = [] } = await gateway.send(new GetModelsCommand({ restApiId }))
    expect(models.map(({ name }) => name)).toContain('User')
  })

  it('A182 writes authorizers and models into one document of OpenAPI 3', async () => {
    const { gateway, restApiId, method } = await translated(
      sam({
        Shop: api({
          DefinitionBody: {
            openapi: '3.0.1',
            info: { title: 'shop', version: '1' },
            paths: { '/pets': { get: mock } },
          },
          Auth: {
            DefaultAuthorizer: 'Token',
            Authorizers: { Token: { FunctionArn: attribute('Check', 'Arn') } },
          },
          Models: { User: { type: 'object' } },
        }),
        Check: lambda({}),
      }),
    )
    const { items: models = [] } = await gateway.send(new GetModelsCommand({ restApiId }))
    expect(models.map(({ name }) => name)).toContain('User')
    expect(await method('GET', '/pets')).toMatchObject({ authorizationType: 'CUSTOM' })
  })

  it('A182 secures the methods of a document too, and shares a usage plan', async () => {
    const body = (more: object = {}) => ({
      DefinitionBody: { ...document, ...more, paths: { '/pets': { get: mock } } },
      Auth: {
        ApiKeyRequired: true,
        AddApiKeyRequiredToCorsPreflight: false,
        UsagePlan: { CreateUsagePlan: 'SHARED' },
      },
      Cors: "'*'",
    })
    const { gateway, sandbox, method } = await translated(sam({ One: api(body()), Two: api(body()) }))
    expect((await method('GET', '/pets')).apiKeyRequired).toBe(true)
    expect((await method('OPTIONS', '/pets')).apiKeyRequired).toBe(false)
    const { items: [plan] = [] } = await gateway.send(new GetUsagePlansCommand({}))
    expect(plan?.apiStages?.map(({ apiId }) => apiId)).toEqual(sandbox.apis.map(({ id }) => id))
  })

  it('A183 tells what is not done, and refuses what SAM does not have', async () => {
    const { sandbox } = await translated(
      sam({
        Shop: api({
          Domain: { DomainName: 'a.example' },
          DefinitionBody: { ...document, paths: { '/pets': { get: mock } } },
        }),
        Pets: lambda({
          Get: event('GET', '/pets', { RequestModel: { Model: 'User' } }),
          Http: { Type: 'HttpApi', Properties: {} },
        }),
        Http: resource('AWS::Serverless::HttpApi'),
        Table: resource('AWS::Serverless::SimpleTable'),
      }),
      { handlers: { Pets: () => ({ body: '' }) } },
    )
    expect(sandbox.notes).toEqual([
      'not emulated, and left out: AWS::Serverless::HttpApi',
      'of other services, and left out: 1 AWS::Serverless::SimpleTable',
      'Resources.Pets.Properties.Events.Get.Properties.RequestModel is not done',
      'Resources.Pets.Properties.Events.Http is of an HTTP API, which is not emulated',
      'Resources.Shop.Properties.Domain is not done',
    ])
  })

  const shop = (properties: Json) => sam({ Shop: api({ DefinitionBody: { ...document, paths: {} }, ...properties }) })
  const pets = (properties: Json) => sam({ Pets: lambda({ Get: event('GET', '/pets', properties) }) })
  const AT = 'Resources.Pets.Properties.Events.Get.Properties'
  it.each<[object, string]>([
    [shop({ Cache: true }), 'Resources.Shop.Properties.Cache: is no property of it'],
    [shop({ StageName: undefined }), 'Resources.Shop.Properties.StageName: is missing'],
    [
      shop({ Auth: { DefaultAuthorizer: 'X' } }),
      'Resources.Shop.Properties.Auth.DefaultAuthorizer: the API has no authorizer X',
    ],
    [
      shop({ Auth: { Authorizers: { X: {} } } }),
      'Resources.Shop.Properties.Auth.Authorizers.X: has neither a UserPoolArn nor a FunctionArn',
    ],
    [
      shop({ Auth: { UsagePlan: { CreateUsagePlan: 'X' } } }),
      'Resources.Shop.Properties.Auth.UsagePlan.CreateUsagePlan: "X" is not one of PER_API, SHARED, NONE',
    ],
    [
      shop({ GatewayResponses: { DEFAULT_4XX: { Status: 1 } } }),
      'Resources.Shop.Properties.GatewayResponses.DEFAULT_4XX.Status: is no property of it',
    ],
    [
      shop({ DefinitionBody: { 'Fn::Transform': { Name: 'AWS::Include' } } }),
      'Resources.Shop.Properties.Body.Fn::Transform: the macro AWS::Include is not run: put what it gives into the template',
    ],
    [pets({ Method: 'FETCH' }), `${AT}.Method: "fetch" is no method`],
    [pets({ Path: 'pets' }), `${AT}.Path: "pets" does not start with a slash`],
    [pets({ RestApiId: ref('Nowhere') }), `${AT}.RestApiId: names no AWS::Serverless::Api of the template`],
    [
      pets({ RequestParameters: ['method.request.body'] }),
      `${AT}.RequestParameters[0]: expected method.request.querystring.NAME, method.request.path.NAME or method.request.header.NAME`,
    ],
    [pets({ Auth: { Authorizer: 'X' } }), `${AT}.Auth.Authorizer: the API has no authorizer X`],
    [sam({}, { Globals: { Apis: {} } }), 'Globals.Apis: is no type that has globals'],
    [
      { Resources: { Shop: api() } },
      'Resources.Shop.Type: AWS::Serverless::Api needs "Transform: AWS::Serverless-2016-10-31"',
    ],
  ])('A183 refuses %j', async (template, expected) => {
    expect(await mistake(template)).toBe(expected)
  })
})
