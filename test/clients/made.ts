import {
  type APIGatewayClient,
  GetApiKeysCommand,
  GetExportCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway'
import type { Sandbox } from '../../src/sandbox/index.js'

/** Everything of API Gateway that is there, without the ids and times that are made up for it. */
export async function madeIn(sandbox: Sandbox, gateway: APIGatewayClient): Promise<unknown> {
  const apis = await Promise.all(
    sandbox.apis.map(async ({ id: restApiId, name, stages }) => {
      const [{ name: stageName = '' } = {}] = stages
      const parameters = { extensions: 'apigateway,integrations,authorizers,documentation' }
      const exported = await gateway.send(
        new GetExportCommand({ restApiId, stageName, exportType: 'oas30', parameters }),
      )
      const { item = [] } = await gateway.send(new GetStagesCommand({ restApiId }))
      const settled = item.map(({ deploymentId, createdDate, lastUpdatedDate, ...stage }) => stage)
      const text = Buffer.from(exported.body ?? []).toString('utf8')
      return { name, document: JSON.parse(text.replaceAll(restApiId, 'API')), stages: settled }
    }),
  )
  const { items: plans = [] } = await gateway.send(new GetUsagePlansCommand({}))
  const { items: keys = [] } = await gateway.send(new GetApiKeysCommand({}))
  const names = new Map(sandbox.apis.map(({ id, name }) => [id, name]))
  return {
    apis: apis.sort((one, other) => one.name.localeCompare(other.name)),
    plans: plans.map(({ id, apiStages = [], ...plan }) => ({
      ...plan,
      apiStages: apiStages.map(({ apiId = '', ...stage }) => ({ ...stage, api: names.get(apiId) })),
    })),
    keys: keys.map(({ name, enabled }) => ({ name, enabled })),
  }
}
