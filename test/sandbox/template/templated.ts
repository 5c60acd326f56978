import {
  SandboxInputError,
  type SandboxOptions,
  type SandboxTemplate,
  startSandbox,
} from '../../../src/sandbox/index.js'
import { running } from '../support/sandbox.js'

type Properties = Readonly<Record<string, unknown>>

export const ref = (name: string) => ({ Ref: name })
export const attribute = (name: string, of: string) => ({ 'Fn::GetAtt': [name, of] })

/** `Fn::Sub`, with `<x>` for what it puts in. */
export const sub = (text: string) => ({ 'Fn::Sub': text.replace(/<([^>]+)>/g, '$${$1}') })

export function resource(kind: string, properties: Properties = {}, more: Properties = {}) {
  return { Type: kind.includes('::') ? kind : `AWS::ApiGateway::${kind}`, Properties: properties, ...more }
}

/** `GET /pets/{id}` as CDK writes it, without a stage. */
export const PETS = {
  Api: resource('RestApi', { Name: 'shop' }),
  Pets: resource('Resource', { RestApiId: ref('Api'), ParentId: attribute('Api', 'RootResourceId'), PathPart: 'pets' }),
  Pet: resource('Resource', { RestApiId: ref('Api'), ParentId: ref('Pets'), PathPart: '{id}' }),
  Get: resource('Method', {
    RestApiId: ref('Api'),
    ResourceId: ref('Pet'),
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    RequestParameters: { 'method.request.path.id': true },
    Integration: { Type: 'MOCK', CacheKeyParameters: ['method.request.path.id'] },
  }),
}

/** The same with a deployment and a stage `prod`. */
export const deployed = (stage: Properties = {}) => ({
  ...PETS,
  Deployment: resource('Deployment', { RestApiId: ref('Api') }, { DependsOn: 'Get' }),
  Stage: resource('Stage', { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'prod', ...stage }),
})

export type Given = Omit<SandboxOptions, 'template'> & Omit<SandboxTemplate, 'text'>

const textOf = (template: object | string) => (typeof template === 'string' ? template : JSON.stringify(template))

/** A sandbox with what the template describes, for as long as the test runs. */
export async function templated(template: object | string, { parameters = {}, files = {}, ...options }: Given = {}) {
  const run = await running({ seed: 'empty', ...options, template: { text: textOf(template), parameters, files } })
  const [api] = run.sandbox.apis
  if (!api) throw new Error('no API')
  const ask = (path: string, headers = {}) => fetch(`${api.stages[0]?.invokeUrl}${path}`, { headers })
  return { ...run, restApiId: api.id, ask }
}

/** What is wrong with the template. */
export async function mistake(
  template: object | string,
  { parameters = {}, files = {}, ...options }: Given = {},
): Promise<string> {
  try {
    const sandbox = await startSandbox({ ...options, template: { text: textOf(template), parameters, files } })
    await sandbox.close()
  } catch (error) {
    if (error instanceof SandboxInputError && error.option === 'template') return error.message
    throw error
  }
  throw new Error('the template was taken')
}
