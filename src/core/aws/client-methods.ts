import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  GetMethodCommand,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import type { MethodPlace } from '../gateway/record.js'
import type { ControlPlane, PatchOperation } from './api.js'
import { requireField } from './complete.js'
import { methodRecord } from './method-record.js'

interface Caller {
  readonly client: APIGatewayClient
  readonly abort: { readonly abortSignal?: AbortSignal }
  readonly read: <T>(path: string, call: () => Promise<T>) => Promise<T>
  readonly write: <T>(action: string, path: string, call: () => Promise<T>) => Promise<T>
}

/** Makes the calls about one method, and the deployment that publishes its changes. */
export function methodCalls({
  client,
  abort,
  read,
  write,
}: Caller): Pick<ControlPlane, 'method' | 'updateMethod' | 'updateIntegration' | 'createDeployment'> {
  return {
    method: (apiId, place) =>
      read(methodPath(apiId, place), async () => {
        const method = await client.send(new GetMethodCommand(wire(apiId, place)), abort)
        requireField(method.httpMethod, 'GetMethod', 'httpMethod')
        return methodRecord(place, method)
      }),
    updateMethod: (apiId, place, operations) =>
      write('apigateway:PATCH', methodPath(apiId, place), async () => {
        const input = { ...wire(apiId, place), patchOperations: copied(operations) }
        await client.send(new UpdateMethodCommand(input), abort)
      }),
    updateIntegration: (apiId, place, operations) =>
      write('apigateway:PATCH', `${methodPath(apiId, place)}/integration`, async () => {
        const input = { ...wire(apiId, place), patchOperations: copied(operations) }
        await client.send(new UpdateIntegrationCommand(input), abort)
      }),
    createDeployment: ({ apiId, stage }, description) =>
      write('apigateway:POST', `/restapis/${apiId}/deployments`, async () => {
        const input = { restApiId: apiId, stageName: stage, description }
        await client.send(new CreateDeploymentCommand(input), abort)
      }),
  }
}

function methodPath(apiId: string, { resourceId, method }: MethodPlace): string {
  return `/restapis/${apiId}/resources/${resourceId}/methods/${method}`
}

function wire(apiId: string, { resourceId, method }: MethodPlace) {
  return { restApiId: apiId, resourceId, httpMethod: method }
}

/** The SDK asks for mutable operations. */
export function copied(operations: readonly PatchOperation[]): PatchOperation[] {
  return operations.map((operation) => ({ ...operation }))
}
