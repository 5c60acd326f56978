import { items } from '../wire/answer.js'
import type { Clients } from './clients.js'
import { must, once, text } from './world.js'

/** An API to try operations on. Its parts are made one by one, each for one observation. */
export interface Scratch {
  /** `/restapis/{id}` */
  readonly api: () => Promise<string>
  readonly id: () => Promise<string>
  /** The path of the root resource. */
  readonly root: () => Promise<string>
  /** The path of a fresh resource. */
  readonly resource: () => Promise<string>
  /** The path of a fresh method, with parameters that it declares, and a MOCK integration unless told otherwise. */
  readonly method: (parameters?: readonly string[], integration?: boolean) => Promise<string>
  /** The id of a deployment. */
  readonly deployment: () => Promise<string>
  /** A fresh stage, for as long as it is used. */
  readonly stage: <T>(use: (path: string) => Promise<T>) => Promise<T>
}

export function scratchIn(control: Clients['control'], tags: Readonly<Record<string, string>>): Scratch {
  let made = 0
  const create = once(async () => {
    const body = {
      name: 'apigw-cache-fieldtest-scratch',
      tags,
      endpointConfiguration: { types: ['REGIONAL'] },
    }
    const id = text(must(await control('POST /restapis', body), 'CreateRestApi').json.id, 'the id of the API')
    return { id, api: `/restapis/${id}` }
  })
  const api = async () => (await create()).api
  const root = once(async () => {
    const listed = items(must(await control(`GET ${await api()}/resources`), 'GetResources'))
    const id = listed.find(({ path }) => path === '/')?.id
    return `${await api()}/resources/${text(id, 'the id of the root resource')}`
  })
  const resource = async () => {
    const created = must(await control(`POST ${await root()}`, { pathPart: `part${++made}` }), 'CreateResource')
    return `${await api()}/resources/${text(created.json.id, 'the id of the resource')}`
  }
  const method: Scratch['method'] = async (parameters = [], integration = true) => {
    const path = `${await resource()}/methods/GET`
    const requestParameters = Object.fromEntries(parameters.map((name) => [name, false]))
    must(await control(`PUT ${path}`, { authorizationType: 'NONE', requestParameters }), 'PutMethod')
    if (integration) must(await control(`PUT ${path}/integration`, { type: 'MOCK' }), 'PutIntegration')
    return path
  }
  // Other methods of the API may have no integration by then, with which nothing can be deployed.
  const deployment = once(async () => {
    const path = `${await root()}/methods/GET`
    must(await control(`PUT ${path}`, { authorizationType: 'NONE' }), 'PutMethod')
    must(await control(`PUT ${path}/integration`, { type: 'MOCK' }), 'PutIntegration')
    const { json } = must(await control(`POST ${await api()}/deployments`, {}), 'CreateDeployment')
    return text(json.id, 'the id of the deployment')
  })
  return {
    api,
    id: async () => (await create()).id,
    root,
    resource,
    method,
    deployment,
    stage: async (use) => {
      const path = `${await api()}/stages`
      const stageName = `stage${++made}`
      const created = await control(`POST ${path}`, { stageName, deploymentId: await deployment() })
      must(created, 'CreateStage')
      try {
        return await use(`${path}/${stageName}`)
      } finally {
        await control(`DELETE ${path}/${stageName}`)
      }
    },
  }
}
