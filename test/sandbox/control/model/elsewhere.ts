import * as sdk from '@aws-sdk/client-api-gateway'
import type { ManualClock } from '../../support/manual-clock.js'
import { type Running, refused, SIGNED } from '../../support/sandbox.js'
import type { Built } from './build-rest.js'
import type { Recorded } from './recording.js'
import { TEST_INVOCATIONS } from './test-invocations.js'

export interface Scene {
  readonly gateway: Running['gateway']
  readonly http: Running['http']
  readonly clock: ManualClock
  readonly built: Built
  readonly recorded: readonly Recorded[]
}

type Proof = (scene: Scene) => Promise<boolean> | boolean

/** Where the value of a member is seen that is not in the answer to it under its own name. */
export const ELSEWHERE: Readonly<Record<string, Proof>> = {
  'CreateApiKey.generateDistinctId': refuses(() => new sdk.CreateApiKeyCommand({ generateDistinctId: false }), '501'),
  'CreateApiKey.stageKeys': ({ recorded, built }) =>
    JSON.stringify(recorded).includes(`"stageKeys":["${built.restApiId}/live"]`),
  'CreateBasePathMapping.domainNameId': refuses(
    ({ built: { domainName, restApiId } }) =>
      new sdk.CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'c', domainNameId: 'x' }),
    '404',
  ),
  ...stageOfDeployment('stageName', ({ stageName }) => stageName === 'live'),
  ...stageOfDeployment('stageDescription', ({ description }) => description === 'of the stage'),
  ...stageOfDeployment('cacheClusterEnabled', ({ cacheClusterEnabled }) => cacheClusterEnabled === true),
  ...stageOfDeployment('cacheClusterSize', ({ cacheClusterSize }) => cacheClusterSize === '1.6'),
  ...stageOfDeployment('variables', ({ variables }) => variables?.a === 'b'),
  ...stageOfDeployment('tracingEnabled', ({ tracingEnabled }) => tracingEnabled === true),
  ...stageOfDeployment(
    'canarySettings',
    ({ canarySettings: canary }) =>
      [canary?.percentTraffic, canary?.useStageCache, canary?.stageVariableOverrides?.a].join() === '7,true,c',
  ),
  'CreateDocumentationVersion.documentationVersion': ({ recorded }) =>
    JSON.stringify(recorded).includes('"version":"v2"'),
  'CreateDocumentationVersion.stageName': async ({ gateway, built }) =>
    (await gateway.send(new sdk.GetStageCommand(built.stage))).documentationVersion === 'v2',
  ...refusedOfDomain('certificateBody', 'certificatePrivateKey', 'certificateChain', 'policy'),
  'CreateRestApi.cloneFrom': refuses(
    ({ built }) => new sdk.CreateRestApiCommand({ name: 'n', cloneFrom: built.restApiId }),
    '501',
  ),
  'CreateRestApi.policy': ({ recorded }) =>
    recorded.some(({ json }) => Reflect.get(Object(json), 'policy') === '{\\"Version\\":\\"2012-10-17\\"}'),
  'CreateUsagePlanKey.keyId': ({ recorded, built }) =>
    recorded.some(
      ({ operation, json }) =>
        operation === 'CreateUsagePlanKey' && JSON.stringify(json).includes(`"id":"${built.keyId}"`),
    ),
  'CreateUsagePlanKey.keyType': refuses(
    ({ built }) => new sdk.CreateUsagePlanKeyCommand({ ...built.ofPlan, keyId: built.keyId, keyType: 'x' }),
    '400',
  ),
  'PutIntegration.integrationHttpMethod': ({ recorded }) =>
    recorded.some(
      ({ operation, json }) => operation === 'PutIntegration' && JSON.stringify(json).includes('"httpMethod":"POST"'),
    ),
  ...domainIds(),
  ...importing(),
  ...queries(),
  ...TEST_INVOCATIONS,
  'TagResource.tags': tagged((tags) => tags.more === 'b'),
  'UntagResource.tagKeys': tagged((tags) => !('team' in tags)),
}

function stageOfDeployment(member: string, holds: (stage: sdk.Stage) => boolean): Record<string, Proof> {
  return {
    [`CreateDeployment.${member}`]: async ({ gateway, built }) => {
      const stage = await gateway.send(new sdk.GetStageCommand(built.stage))
      return holds(stage)
    },
  }
}

function refusedOfDomain(...members: readonly string[]): Record<string, Proof> {
  const proofs = members.map((member): [string, Proof] => [
    `CreateDomainName.${member}`,
    refuses(() => new sdk.CreateDomainNameCommand({ domainName: 'x.example.com', [member]: 'x' }), '501'),
  ])
  return Object.fromEntries(proofs)
}

function domainIds(): Record<string, Proof> {
  const proofs = [
    sdk.DeleteDomainNameCommand,
    sdk.GetDomainNameCommand,
    sdk.UpdateDomainNameCommand,
    sdk.DeleteBasePathMappingCommand,
    sdk.GetBasePathMappingCommand,
    sdk.UpdateBasePathMappingCommand,
    sdk.GetBasePathMappingsCommand,
  ].map((one): [string, Proof] => {
    const Command = one as new (input: object) => unknown
    const input = { basePath: 'a', domainNameId: 'x' }
    return [
      `${one.name.replace('Command', '')}.domainNameId`,
      refuses(({ built: { domainName } }) => new Command({ domainName, ...input }), '404'),
    ]
  })
  return Object.fromEntries(proofs)
}

function importing(): Record<string, Proof> {
  const body = Buffer.from(
    '{"openapi":"3.0.1","info":{"title":"t","version":"9"},"paths":{"/imported":{"get":{}}},"components":{"securitySchemes":{"x":{"type":"oauth2"}}}}',
  )
  const put = ({ built: { restApiId } }: Scene, more: object) => new sdk.PutRestApiCommand({ restApiId, body, ...more })
  const parts = ({ built: { restApiId } }: Scene, more: object) =>
    new sdk.ImportDocumentationPartsCommand({ restApiId, body, ...more })
  return {
    'ImportRestApi.body': async ({ gateway }) =>
      (await gateway.send(new sdk.ImportRestApiCommand({ body }))).version === '9',
    'ImportRestApi.failOnWarnings': refuses(() => new sdk.ImportRestApiCommand({ body, failOnWarnings: true }), '400'),
    'ImportRestApi.parameters': refuses(
      () => new sdk.ImportRestApiCommand({ body, parameters: { basepath: 'x' } }),
      '400',
    ),
    'PutRestApi.body': async (scene) => (await scene.gateway.send(put(scene, {}))).version === '9',
    'PutRestApi.mode': refuses((scene) => put(scene, { mode: 'x' }), '400'),
    'PutRestApi.failOnWarnings': refuses((scene) => put(scene, { failOnWarnings: true }), '400'),
    'PutRestApi.parameters': refuses((scene) => put(scene, { parameters: { basepath: 'x' } }), '400'),
    'ImportDocumentationParts.body': refuses((scene) => parts(scene, { body: Buffer.from('x') }), '400'),
    'ImportDocumentationParts.mode': refuses((scene) => parts(scene, { mode: 'x' }), '400'),
    // There are no warnings: what is wrong is refused.
    'ImportDocumentationParts.failOnWarnings': async (scene) =>
      (await scene.gateway.send(parts(scene, { failOnWarnings: true }))).warnings === undefined,
  }
}

/** The query changes what is answered. */
function queries(): Record<string, Proof> {
  const api = ({ built }: Scene) => `/restapis/${built.restApiId}`
  const plan = ({ built }: Scene) => `/usageplans/${built.ofPlan.usagePlanId}`
  const exported = (scene: Scene) => `${api(scene)}/stages/live/exports/oas30`
  const parts = (scene: Scene) => `${api(scene)}/documentation/parts`
  const days = 'startDate=2026-01-01&endDate=2026-01-01'
  return {
    'GetApiKey.includeValue': differs(({ built }) => `/apikeys/${built.keyId}`, 'includeValue=true'),
    'GetApiKeys.nameQuery': differs(() => '/apikeys', 'name=fi'),
    'GetApiKeys.customerId': differs(() => '/apikeys', 'customerId=nobody'),
    'GetApiKeys.includeValues': differs(() => '/apikeys', 'includeValues=true'),
    'GetDeployment.embed': differs(
      (scene) => `${api(scene)}/deployments/${scene.built.deploymentId}`,
      'embed=apisummary',
    ),
    'GetDocumentationParts.type': differs(parts, 'type=MODEL'),
    'GetDocumentationParts.nameQuery': differs(parts, 'name=Pet'),
    'GetDocumentationParts.path': differs(parts, 'path=/nowhere'),
    'GetDocumentationParts.locationStatus': differs(parts, 'locationStatus=UNDOCUMENTED'),
    'GetDomainNames.resourceOwner': differs(() => '/domainnames', 'resourceOwner=OTHER_ACCOUNTS'),
    'GetExport.parameters': differs(exported, 'extensions=integrations'),
    'GetExport.accepts': async (scene) =>
      (await textAt(scene, exported(scene), 'application/yaml')).startsWith('openapi: 3.0.1'),
    'GetModel.flatten': differs((scene) => `${api(scene)}/models/Pet`, 'flatten=true'),
    'GetResource.embed': differs(
      (scene) => `${api(scene)}/resources/${scene.built.method.resourceId}`,
      'embed=methods',
    ),
    'GetResources.embed': differs((scene) => `${api(scene)}/resources`, 'embed=methods'),
    'GetStages.deploymentId': differs((scene) => `${api(scene)}/stages`, 'deploymentId=nope'),
    'GetUsage.startDate': differs((scene) => `${plan(scene)}/usage?${days}`, 'startDate=x'),
    'GetUsage.endDate': differs((scene) => `${plan(scene)}/usage?startDate=2026-01-01`, 'endDate=2026-01-02'),
    'GetUsage.keyId': differs((scene) => `${plan(scene)}/usage?${days}`, 'keyId=nope'),
    'GetUsagePlanKeys.nameQuery': differs((scene) => `${plan(scene)}/keys`, 'name=fi'),
    'GetUsagePlans.keyId': differs(() => '/usageplans', 'keyId=nope'),
  }
}

function differs(path: (scene: Scene) => string, query: string): Proof {
  return async (scene) => {
    const [bare = '', others] = path(scene).split('?')
    const [name = ''] = query.split('=')
    const rest = (others ?? '').split('&').filter((one) => one !== '' && !one.startsWith(`${name}=`))
    const without = await textAt(scene, [bare, others].filter(Boolean).join('?'))
    return without !== (await textAt(scene, `${bare}?${[...rest, query].join('&')}`))
  }
}

async function textAt({ http }: Scene, path: string, accept = 'application/json'): Promise<string> {
  return (await http(`GET ${path}`, undefined, { ...SIGNED, accept })).text()
}

function tagged(holds: (tags: Record<string, string>) => boolean): Proof {
  return async ({ gateway, built }) => {
    const { tags } = await gateway.send(new sdk.GetTagsCommand({ resourceArn: built.keyArn }))
    return holds(tags ?? {})
  }
}

function refuses(command: (scene: Scene) => unknown, status: string): Proof {
  return async (scene) => {
    const send = scene.gateway.send.bind(scene.gateway) as (one: unknown) => Promise<unknown>
    return (await refused(send(command(scene)))).startsWith(status)
  }
}
