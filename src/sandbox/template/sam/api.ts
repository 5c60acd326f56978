import { own } from '../../http/own.js'
import type { Json, TemplateResource } from '../document.js'
import { wrong } from '../intrinsics/scope.js'
import { emptyDocument, finished, WRITTEN } from './body.js'
import { checkNames, type Expansion, objectAt, resourceOf, textBefore } from './expansion.js'
import { addUsagePlan } from './usage-plan.js'

const STAGE = [
  'AccessLogSetting',
  'CacheClusterEnabled',
  'CacheClusterSize',
  'CanarySetting',
  'MethodSettings',
  'TracingEnabled',
  'Variables',
]
const REST_API = [
  ...[
    'ApiKeySourceType',
    'Description',
    'EndpointAccessMode',
    'FailOnWarnings',
    'MinimumCompressionSize',
    'Mode',
    'Name',
  ],
  ...['Policy', 'SecurityPolicy'],
]
const PROPERTIES = {
  known: [
    ...STAGE,
    ...REST_API,
    ...WRITTEN,
    ...[
      'AlwaysDeploy',
      'BinaryMediaTypes',
      'DefinitionBody',
      'DefinitionUri',
      'EndpointConfiguration',
      'OpenApiVersion',
    ],
    ...['PropagateTags', 'StageName', 'Tags'],
  ],
  notDone: ['Domain', 'MergeDefinitions'],
}

/** An API of SAM, its properties with the globals in them. */
export interface ServerlessApi {
  readonly id: string
  readonly properties: Json
  readonly resource: TemplateResource
  /** The operations that events give it, by path and method. */
  readonly paths: Record<string, Record<string, Json>>
}

/** The API is described by events alone. */
export function isManaged({ properties }: Pick<ServerlessApi, 'properties'>): boolean {
  return properties.DefinitionBody === undefined && properties.DefinitionUri === undefined
}

/** Adds the REST API, the deployment and the stage that SAM makes of it. */
export function addApi(expansion: Expansion, api: ServerlessApi): void {
  const { id, properties, resource } = api
  const at = `Resources.${id}.Properties`
  checkNames(expansion, properties, PROPERTIES, at)
  if (properties.StageName === undefined) throw wrong(`${at}.StageName`, 'is missing')
  const add = (name: string, type: string, given: Json, dependsOn: readonly string[] = []) => {
    expansion.resources.set(
      name,
      resourceOf(`AWS::ApiGateway::${type}`, given, { condition: resource.condition, dependsOn }),
    )
  }
  const endpoint = endpointOf(properties.EndpointConfiguration, `${at}.EndpointConfiguration`)
  const restApi = {
    ...picked(properties, [...REST_API, 'BinaryMediaTypes']),
    Body: bodyOf(expansion, api, at),
    ...endpoint,
  }
  add(id, 'RestApi', { ...restApi, ...tagsOf(properties, at) }, resource.dependsOn)
  // SAM deploys to a second stage of this name, unless a version of OpenAPI is named.
  const extra = properties.OpenApiVersion === undefined ? { StageName: 'Stage' } : {}
  add(`${id}Deployment`, 'Deployment', { RestApiId: { Ref: id }, ...extra })
  const stage = { RestApiId: { Ref: id }, DeploymentId: { Ref: `${id}Deployment` }, StageName: properties.StageName }
  const stageId = stageIdOf(expansion, api, at)
  add(stageId, 'Stage', { ...picked(properties, STAGE), ...stage, ...tagsOf(properties, at) })
  expansion.generated.set(`${id}.Stage`, stageId).set(`${id}.Deployment`, `${id}Deployment`)
  addUsagePlan(expansion, api, stageId, objectAt(properties.Auth, `${at}.Auth`), `${at}.Auth`)
}

function bodyOf(expansion: Expansion, { properties, paths }: ServerlessApi, at: string): unknown {
  const { DefinitionBody: body, DefinitionUri: uri } = properties
  if (uri === undefined) {
    const document = body === undefined ? { ...emptyDocument(), paths } : objectAt(body, `${at}.DefinitionBody`)
    // A document that a macro gives is refused as what it is.
    return document.paths === undefined ? document : finished(expansion, document, properties, body === undefined, at)
  }
  if (body !== undefined) throw wrong(at, 'has DefinitionBody and DefinitionUri')
  const beside = WRITTEN.find((name) => properties[name] !== undefined)
  if (beside !== undefined) throw wrong(`${at}.${beside}`, 'needs a DefinitionBody: nothing is written into a file')
  const text = typeof uri === 'string' ? own(expansion.files, uri) : undefined
  if (text === undefined) throw wrong(`${at}.DefinitionUri`, 'is no file beside the template that was read')
  return text
}

/** By its name where that is known. */
function stageIdOf(expansion: Expansion, { id, properties }: ServerlessApi, at: string): string {
  const { StageName: name } = properties
  const isOther = typeof name === 'object' && !('Ref' in Object(name))
  const text = isOther ? '' : textBefore(expansion, name, `${at}.StageName`)
  return `${id}${text.replace(/[^A-Za-z0-9]/g, '')}Stage`
}

function endpointOf(given: unknown, at: string): Json {
  if (given === undefined) return {}
  const isFunction = 'Ref' in Object(given)
  const { Type, VPCEndpointIds, IpAddressType, ...unknown }: Json =
    typeof given === 'string' || isFunction ? { Type: given } : objectAt(given, at)
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw wrong(`${at}.${name}`, 'is no property of it')
  const fields = { Types: Type && [Type], VpcEndpointIds: VPCEndpointIds, IpAddressType }
  return {
    EndpointConfiguration: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  }
}

/** SAM has them by name. */
function tagsOf({ Tags }: Json, at: string): Json {
  if (Tags === undefined) return {}
  return { Tags: Object.entries(objectAt(Tags, `${at}.Tags`)).map(([Key, Value]) => ({ Key, Value })) }
}

function picked(from: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))
}
