import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  PutRestApiCommand,
  UpdateAccountCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import type { Handler, Properties } from './stack.js'
import { STAGE } from './stages.js'

/** Properties as the service names them: with a small first letter, and numbers and truth values as what they are. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.replace(/^[A-Z]/, (a) => a.toLowerCase()), renamed(inner)]),
  )
}

/** The keys of maps are names of people's own. */
const MAPS = [
  'RequestParameters',
  'RequestTemplates',
  'ResponseParameters',
  'ResponseTemplates',
  'ResponseModels',
  'Variables',
]

// Each command checks its input by the service's model, which says more than a type here could.
// biome-ignore lint/suspicious/noExplicitAny: see above
function input(properties: Properties): any {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.replace(/^[A-Z]/, (a) => a.toLowerCase()),
      MAPS.includes(name) ? value : renamed(value),
    ]),
  )
}

export const HANDLERS: Readonly<Record<string, Handler>> = {
  'AWS::ApiGateway::RestApi': {
    create: async (gateway, { Body, Parameters = {}, ...own }) => {
      const { id = '' } = await gateway.send(
        new CreateRestApiCommand({ ...input(own), name: own.Name ?? 'from its body' }),
      )
      if (Body !== undefined) {
        const body = Buffer.from(JSON.stringify(Body))
        const parameters = Object(Parameters)
        await gateway.send(new PutRestApiCommand({ restApiId: id, mode: 'overwrite', body, parameters }))
      }
      const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: id }))
      return { id, attributes: { RootResourceId: items.find(({ path }) => path === '/')?.id ?? '' } }
    },
    update: async (gateway, id, { Body }, before) => {
      if (JSON.stringify(Body) === JSON.stringify(before.Body)) return
      const body = Buffer.from(JSON.stringify(Body))
      await gateway.send(new PutRestApiCommand({ restApiId: id, mode: 'overwrite', body }))
    },
    delete: (gateway, id) => gateway.send(new DeleteRestApiCommand({ restApiId: id })),
  },
  'AWS::ApiGateway::Resource': {
    create: async (gateway, properties) => {
      const { id = '' } = await gateway.send(new CreateResourceCommand(input(properties)))
      return { id, attributes: { ResourceId: id } }
    },
    delete: (gateway, resourceId, properties) =>
      gateway.send(new DeleteResourceCommand({ ...input(properties), resourceId })),
  },
  'AWS::ApiGateway::Method': {
    create: async (gateway, { Integration, MethodResponses = [], ...method }) => {
      const of = input({
        RestApiId: method.RestApiId,
        ResourceId: method.ResourceId,
        HttpMethod: method.HttpMethod,
      })
      await gateway.send(new PutMethodCommand(input(method)))
      const { IntegrationResponses = [], IntegrationHttpMethod, ...integration } = Object(Integration)
      const verb = { integrationHttpMethod: IntegrationHttpMethod }
      await gateway.send(new PutIntegrationCommand({ ...input(integration), ...of, ...verb }))
      for (const response of [MethodResponses].flat()) {
        await gateway.send(new PutMethodResponseCommand({ ...input(Object(response)), ...of }))
      }
      for (const response of IntegrationResponses) {
        await gateway.send(new PutIntegrationResponseCommand({ ...input(response), ...of }))
      }
      return { id: `${of.restApiId}/${of.resourceId}/${of.httpMethod}` }
    },
    delete: (gateway, _, properties) => gateway.send(new DeleteMethodCommand(input(properties))),
  },
  'AWS::ApiGateway::Deployment': {
    create: async (gateway, { StageName: _, ...properties }) => {
      const { id = '' } = await gateway.send(new CreateDeploymentCommand(input(properties)))
      return { id, attributes: { DeploymentId: id } }
    },
    delete: (gateway, deploymentId, properties) =>
      gateway.send(new DeleteDeploymentCommand({ ...input(properties), deploymentId })),
  },
  'AWS::ApiGateway::Stage': STAGE,
  'AWS::ApiGateway::UsagePlan': {
    create: async (gateway, { UsagePlanName, ...properties }) => {
      const made = await gateway.send(new CreateUsagePlanCommand({ ...input(properties), name: UsagePlanName }))
      return { id: made.id ?? '' }
    },
    delete: async (gateway, usagePlanId, { ApiStages = [] }) => {
      const patchOperations = [ApiStages].flat().map((stage) => {
        const { ApiId, Stage } = Object(stage)
        return { op: 'remove' as const, path: '/apiStages', value: `${ApiId}:${Stage}` }
      })
      await gateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }))
      await gateway.send(new DeleteUsagePlanCommand({ usagePlanId }))
    },
  },
  'AWS::ApiGateway::ApiKey': {
    create: async (gateway, properties) => {
      const { id = '' } = await gateway.send(new CreateApiKeyCommand(input(properties)))
      return { id, attributes: { APIKeyId: id } }
    },
    delete: (gateway, apiKey) => gateway.send(new DeleteApiKeyCommand({ apiKey })),
  },
  'AWS::ApiGateway::UsagePlanKey': {
    create: async (gateway, properties) => {
      const { id = '' } = await gateway.send(new CreateUsagePlanKeyCommand(input(properties)))
      return { id }
    },
    delete: (gateway, keyId, properties) =>
      gateway.send(new DeleteUsagePlanKeyCommand({ ...input(properties), keyId })),
  },
  'AWS::ApiGateway::Account': {
    create: async (gateway, { CloudWatchRoleArn }) => {
      const value = String(CloudWatchRoleArn)
      const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }]
      await gateway.send(new UpdateAccountCommand({ patchOperations }))
      return { id: 'account' }
    },
    // The role of the account stays, as it does on AWS.
    delete: async () => undefined,
  },
  'AWS::ApiGateway::GatewayResponse': {
    create: async (gateway, properties) => {
      await gateway.send(new PutGatewayResponseCommand(input(properties)))
      return { id: String(properties.ResponseType) }
    },
    delete: (gateway, _, properties) => gateway.send(new DeleteGatewayResponseCommand(input(properties))),
  },
}
