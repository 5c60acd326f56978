import {
  CreateResourceCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  paginateGetResources,
} from '@aws-sdk/client-api-gateway'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { API, running } from './sandbox.js'

/** A sandbox whose API grows by the operations that a deployment tool uses. */
export async function building(options: SandboxOptions = {}) {
  const run = await running(options)
  const { gateway } = run
  const resources = async () => {
    const paths = new Map<string, string>()
    for await (const { items = [] } of paginateGetResources({ client: gateway }, { restApiId: API })) {
      for (const { path = '', id = '' } of items) paths.set(path, id)
    }
    return paths
  }
  return {
    ...run,
    resources,
    resource: async (parentPath: string, pathPart: string) => {
      const parentId = (await resources()).get(parentPath)
      const created = await gateway.send(new CreateResourceCommand({ restApiId: API, parentId, pathPart }))
      return created.id ?? ''
    },
    method: async (resourceId: string, requestParameters: Record<string, boolean> = {}, httpMethod = 'GET') => {
      const of = { restApiId: API, resourceId, httpMethod }
      await gateway.send(new PutMethodCommand({ ...of, authorizationType: 'NONE', requestParameters }))
      return of
    },
  }
}

export const integrationOf = (of: { restApiId: string; resourceId: string; httpMethod: string }) => ({
  mock: (more: object = {}) => new PutIntegrationCommand({ ...of, type: 'MOCK', ...more }),
  proxy: (more: object = {}) =>
    new PutIntegrationCommand({
      ...of,
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'GET',
      uri: 'http://127.0.0.1:9/',
      ...more,
    }),
})
