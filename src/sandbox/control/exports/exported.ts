import { badRequest } from '../../http/errors.js'
import type { Deployment, Method, Resource, RestApi, Stage } from '../../world/model.js'
import { notEmulated } from '../not-emulated.js'

/** What an export is written from. */
export interface Exported {
  readonly region: string
  readonly api: RestApi
  readonly stage: Stage
  readonly deployment: Deployment
  readonly extensions: Extensions
}

export interface Extensions {
  readonly integrations: boolean
  readonly authorizers: boolean
  /** Validators, gateway responses, media types, policy. */
  readonly settings: boolean
  readonly documentation: boolean
}

/** Of `integrations,authorizers`; `apigateway` asks for all of API Gateway's own. */
export function readExtensions(list: string): Extensions {
  const asked = list.split(',').map((name) => name.trim())
  for (const name of asked) {
    if (name === 'postman') throw notEmulated('extensions=postman of GetExport')
    if (!['', 'apigateway', 'integrations', 'authorizers', 'documentation'].includes(name)) {
      throw badRequest(`Invalid extensions specified: ${name}`)
    }
  }
  const all = asked.includes('apigateway')
  return {
    integrations: all || asked.includes('integrations'),
    authorizers: all || asked.includes('authorizers'),
    settings: all,
    documentation: asked.includes('documentation'),
  }
}

/** `2026-01-31T12:00:00Z`. */
function writtenTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

export function infoOf({ api, deployment }: Exported) {
  return {
    title: api.name,
    ...(api.description === null ? {} : { description: api.description }),
    version: api.version ?? writtenTime(deployment.createdDate),
  }
}

/** Path items by path, each with its operations. */
export function pathsOf({ deployment }: Exported, operation: (resource: Resource, method: Method) => object): object {
  const resources = [...deployment.snapshot.resources.values()].filter(({ methods }) => methods.size > 0)
  return Object.fromEntries(
    resources.map((resource) => {
      const operations = [...resource.methods.values()].map((method) => [
        method.httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : method.httpMethod.toLowerCase(),
        operation(resource, method),
      ])
      return [resource.path, Object.fromEntries(operations)]
    }),
  )
}
