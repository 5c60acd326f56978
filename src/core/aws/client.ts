import {
  APIGatewayClient,
  type APIGatewayClientConfig,
  FlushStageAuthorizersCacheCommand,
  FlushStageCacheCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
  TestInvokeMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { type RetryPolicy, retryRead, retryThrottled } from '../base/retry.js'
import type { ApiRecord, AuthorizerRecord, DeploymentRecord, MethodRecord, StageRef } from '../gateway/record.js'
import type { ControlPlane } from './api.js'
import { copied, methodCalls } from './client-methods.js'
import { exported, requireField } from './complete.js'
import { explain, isNotFound } from './explain.js'
import { authorizerRecord, methodRecords } from './method-record.js'
import { apiRecord, deploymentRecord, stageRecord } from './record.js'
import { onClock } from './sdk-clock.js'

const LARGEST_PAGE = 500

export interface ControlOptions {
  readonly config: APIGatewayClientConfig
  readonly region: string
  readonly partition: string
  readonly retry: RetryPolicy
}

/** Creates the only client of the API Gateway SDK. */
export function createControlPlane({ config, region, partition, retry }: ControlOptions): ControlPlane {
  const client = onClock(new APIGatewayClient(config), retry.clock)
  const abort = retry.signal ? { abortSignal: retry.signal } : {}

  const arn = (path: string) => `arn:${partition}:apigateway:${region}::${path}`
  const explained =
    <T>(action: string, path: string, call: () => Promise<T>) =>
    async (): Promise<T> => {
      try {
        return await call()
      } catch (error) {
        throw explain(error, { action, resource: arn(path), region })
      }
    }
  const read = <T>(path: string, call: () => Promise<T>): Promise<T> =>
    retryRead(retry, explained('apigateway:GET', path, call))
  const write = <T>(action: string, path: string, call: () => Promise<T>): Promise<T> =>
    retryThrottled(retry, explained(action, path, call))

  const invoked: ControlPlane['testInvoke'] = (restApiId, invocation) => {
    const { resourceId, method, pathWithQuery, headers, body } = invocation
    const path = `/restapis/${restApiId}/resources/${resourceId}/methods/${method}`
    // Not retried after a lost answer, since it reaches the backend.
    return write('apigateway:POST', path, async () => {
      const reply = await client.send(
        new TestInvokeMethodCommand({
          restApiId,
          resourceId,
          httpMethod: method,
          pathWithQueryString: pathWithQuery,
          headers: { ...headers },
          ...(body === null ? {} : { body }),
        }),
        abort,
      )
      const status = requireField(reply.status, 'TestInvokeMethod', 'status')
      return { status, headers: reply.headers ?? {}, body: reply.body ?? '' }
    })
  }

  return {
    restApis: () =>
      allPages<ApiRecord>((position) =>
        read('/restapis', async () => {
          const page = await client.send(new GetRestApisCommand({ limit: LARGEST_PAGE, position }), abort)
          const items = requireField(page.items, 'GetRestApis', 'item')
          return { items: items.map(apiRecord), position: page.position }
        }),
      ),
    restApi: (restApiId) =>
      read(`/restapis/${restApiId}`, async () =>
        apiRecord(await client.send(new GetRestApiCommand({ restApiId }), abort)),
      ),
    stages: (restApiId) =>
      read(`/restapis/${restApiId}/stages`, async () => {
        const { item } = await client.send(new GetStagesCommand({ restApiId }), abort)
        return requireField(item, 'GetStages', 'item').map(stageRecord)
      }),
    stage: (ref) =>
      read(stagePath(ref), async () => stageRecord(await client.send(new GetStageCommand(wire(ref)), abort))),
    updateStage: (ref, operations) =>
      write('apigateway:PATCH', stagePath(ref), async () => {
        const input = { ...wire(ref), patchOperations: copied(operations) }
        await client.send(new UpdateStageCommand(input), abort)
      }),
    flushStageCache: (ref) =>
      write('apigateway:DELETE', `${stagePath(ref)}/cache/data`, async () => {
        await client.send(new FlushStageCacheCommand(wire(ref)), abort)
      }),
    flushAuthorizersCache: (ref) =>
      write('apigateway:DELETE', `${stagePath(ref)}/cache/authorizers`, async () => {
        await client.send(new FlushStageAuthorizersCacheCommand(wire(ref)), abort)
      }),
    methods: (restApiId) =>
      allPages<MethodRecord>((position) =>
        read(`/restapis/${restApiId}/resources`, async () => {
          const input = { restApiId, limit: LARGEST_PAGE, position, embed: ['methods'] }
          const page = await client.send(new GetResourcesCommand(input), abort)
          const items = requireField(page.items, 'GetResources', 'item')
          return { items: items.flatMap(methodRecords), position: page.position }
        }),
      ),
    authorizers: (restApiId) =>
      allPages<AuthorizerRecord>((position) =>
        read(`/restapis/${restApiId}/authorizers`, async () => {
          const input = { restApiId, limit: LARGEST_PAGE, position }
          const page = await client.send(new GetAuthorizersCommand(input), abort)
          const items = requireField(page.items, 'GetAuthorizers', 'item')
          return { items: items.map(authorizerRecord), position: page.position }
        }),
      ),
    deployments: (restApiId) =>
      allPages<DeploymentRecord>((position) =>
        read(`/restapis/${restApiId}/deployments`, async () => {
          const input = { restApiId, limit: LARGEST_PAGE, position }
          const page = await client.send(new GetDeploymentsCommand(input), abort)
          const items = requireField(page.items, 'GetDeployments', 'item')
          return { items: items.map(deploymentRecord), position: page.position }
        }),
      ),
    ...methodCalls({ client, abort, read, write }),
    deployedExport: (ref) =>
      read(`${stagePath(ref)}/exports/oas30`, async () => {
        const { body } = await client.send(
          new GetExportCommand({
            ...wire(ref),
            exportType: 'oas30',
            accepts: 'application/json',
            parameters: { extensions: 'apigateway' },
          }),
          abort,
        )
        return exported(body)
      }),
    async testInvoke(restApiId, invocation) {
      try {
        return await invoked(restApiId, invocation)
      } catch (error) {
        // API Gateway runs an ANY method for a verb. What imitates it may know the method by its own name only, and
        // runs it for GET then.
        if (invocation.method !== 'GET' || !isNotFound(error)) throw error
        return invoked(restApiId, { ...invocation, method: 'ANY' })
      }
    },
  }
}

function stagePath({ apiId, stage }: StageRef): string {
  return `/restapis/${apiId}/stages/${stage}`
}

function wire({ apiId, stage }: StageRef): { restApiId: string; stageName: string } {
  return { restApiId: apiId, stageName: stage }
}

async function allPages<T>(
  page: (position: string | undefined) => Promise<{ items: readonly T[]; position: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = []
  for (let position: string | undefined; ; ) {
    const next = await page(position)
    all.push(...next.items)
    if (!next.position) return all
    position = next.position
  }
}
