import { describe, expect, it } from 'vitest'
import { attribute, deployed, mistake, PETS, ref, resource, templated } from './templated.js'

describe('a mistake in a template', () => {
  const stage = (properties: object, more: object = {}) => ({
    Resources: {
      ...deployed(),
      Stage: resource(
        'Stage',
        { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'prod', ...properties },
        { ...more },
      ),
    },
  })
  it.each([
    [
      'a reference',
      stage({ DeploymentId: ref('Deploymet') }),
      'resource or parameter Deploymet; did you mean Deployment?',
    ],
    ['a dependency', stage({}, { DependsOn: 'Gett' }), 'resource or parameter Gett; did you mean Get?'],
    [
      'an attribute',
      stage({ Description: attribute('Api', 'RootResourceID1') }),
      'has no attribute RootResourceID1; did you mean RootResourceId?',
    ],
    ['a property', stage({ StageNames: 'x' }), 'StageNames: is no property of it; did you mean StageName?'],
    ['a reference to what is nothing like it', stage({ DeploymentId: ref('Xyzzyxyzzy') }), 'parameter Xyzzyxyzzy'],
  ])('A203 in %s is told with the name that is near', async (_, template, words) => {
    const said = await mistake(template)
    expect(said.endsWith(words), said).toBe(true)
  })

  it('A203 that comes of a made-up value names the import or the attribute', async () => {
    const Pets = (RestApiId: object) => ({
      Resources: {
        ...PETS,
        Nested: resource('AWS::CloudFormation::Stack'),
        Get: resource('Method', { ...PETS.Get.Properties, RestApiId }),
      },
    })
    expect(await mistake(Pets({ 'Fn::ImportValue': 'Other:ApiId' }))).toMatch(
      /^Resources\.Get\.Properties: PutMethod: .*; "Other-ApiId" stands for the import Other:ApiId, which is not known here: put both/,
    )
    expect(await mistake(Pets(attribute('Nested', 'Outputs.ApiId')))).toContain(
      '"Nested" stands for the attribute Nested.Outputs.ApiId, which',
    )
    const authorized = resource('Method', {
      ...PETS.Get.Properties,
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { 'Fn::ImportValue': 'Auth' },
    })
    expect(await mistake({ Resources: { ...PETS, Get: authorized } })).toContain('"Auth" stands for the import Auth,')
  })

  it('A205 in a cache key is told with the key, and with the parameter that is near', async () => {
    const Integration = { Type: 'MOCK', CacheKeyParameters: ['method.request.path.id', 'method.request.path.ids'] }
    const Get = resource('Method', { ...PETS.Get.Properties, Integration })
    expect(await mistake({ Resources: { ...deployed(), Get } })).toBe(
      'Resources.Get.Properties.Integration.CacheKeyParameters: "method.request.path.ids": PutIntegration: Invalid cache ' +
        'key parameter specified; the method has to declare it under RequestParameters; did you mean method.request.path.id?',
    )
  })

  it('A204 says that HTTP APIs have no cache, and what to do with a serverless.yml', async () => {
    expect(await mistake({ Resources: { Http: resource('AWS::ApiGatewayV2::Api') } })).toBe(
      'it has no AWS::ApiGateway::RestApi: HTTP and WebSocket APIs (AWS::ApiGatewayV2::Api) have no cache',
    )
    expect(await mistake('service: shop\nprovider: { name: aws }\nfunctions: {}\n')).toMatch(
      /^not a CloudFormation template, but a serverless\.yml: run "serverless package", and give \.serverless\//,
    )
  })

  it('A204 does not count what CDK says of itself', async () => {
    const { sandbox } = await templated({
      Resources: {
        ...deployed(),
        CDKMetadata: resource('AWS::CDK::Metadata'),
        Table: resource('AWS::DynamoDB::Table'),
      },
    })
    expect(sandbox.notes).toEqual(['of other services, and left out: 1 AWS::DynamoDB::Table'])
  })
})
