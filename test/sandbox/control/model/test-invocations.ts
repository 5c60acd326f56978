import * as sdk from '@aws-sdk/client-api-gateway'
import { refused } from '../../support/sandbox.js'
import type { Scene } from './elsewhere.js'

const GIVEN = {
  pathWithQueryString: '/?q=1',
  body: 'hello',
  headers: { 'X-One': 'a' },
  multiValueHeaders: { 'X-Two': ['b', 'c'] },
  stageVariables: { color: 'blue' },
}

/** What a function is told by TestInvokeMethod. */
export const TEST_INVOCATIONS: Readonly<Record<string, (scene: Scene) => Promise<boolean>>> = {
  'TestInvokeMethod.pathWithQueryString': told(({ queryStringParameters }) => queryStringParameters, {
    q: '1',
  }),
  'TestInvokeMethod.body': told(({ body }) => ({ body }), { body: 'hello' }),
  'TestInvokeMethod.headers': told(({ headers }) => headers, { 'X-One': 'a' }),
  'TestInvokeMethod.multiValueHeaders': told(({ multiValueHeaders }) => multiValueHeaders, {
    'X-Two': ['b', 'c'],
  }),
  'TestInvokeMethod.stageVariables': told(({ stageVariables }) => stageVariables, { color: 'blue' }),
  'TestInvokeMethod.clientCertificateId': async ({ gateway, built }) => {
    const of = { ...built.method, resourceId: built.parentId, httpMethod: 'GET' }
    const unknown = new sdk.TestInvokeMethodCommand({ ...of, clientCertificateId: 'nope' })
    return (await refused(gateway.send(unknown))).startsWith('404')
  },
  'TestInvokeAuthorizer.pathWithQueryString': asked(({ queryStringParameters }) => queryStringParameters, { q: '1' }),
  'TestInvokeAuthorizer.headers': asked(({ headers }) => headers, { 'X-One': 'a' }),
  'TestInvokeAuthorizer.multiValueHeaders': asked(({ multiValueHeaders }) => multiValueHeaders, {
    'X-Two': ['b', 'c'],
  }),
  'TestInvokeAuthorizer.stageVariables': asked(({ stageVariables }) => stageVariables, { color: 'blue' }),
  'TestInvokeAuthorizer.additionalContext': async ({ gateway, built }) => {
    const of = { restApiId: built.restApiId, authorizerId: built.authorizerId }
    const patchOperations = [{ op: 'replace', path: '/identitySource', value: 'context.identity.userArn' }] as const
    await gateway.send(new sdk.UpdateAuthorizerCommand({ ...of, patchOperations: [...patchOperations] }))
    const additionalContext = { 'identity.userArn': 'ann' }
    return (await gateway.send(new sdk.TestInvokeAuthorizerCommand({ ...of, additionalContext }))).clientStatus === 0
  },
  // An authorizer is not told of it.
  'TestInvokeAuthorizer.body': async ({ http, built }) => {
    const path = `/restapis/${built.restApiId}/authorizers/${built.authorizerId}`
    return (await http(`POST ${path}`, '{"body":1}')).status === 400
  },
}

type Event = Readonly<Record<string, unknown>>

function told(part: (event: Event) => unknown, wanted: object): (scene: Scene) => Promise<boolean> {
  return async ({ gateway, built }) => {
    const of = { ...built.method, resourceId: built.parentId, httpMethod: 'GET' }
    const { body = '' } = await gateway.send(new sdk.TestInvokeMethodCommand({ ...of, ...GIVEN }))
    return shows(part(JSON.parse(body)), wanted)
  }
}

function shows(part: unknown, wanted: object): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(Reflect.get(Object(part), name)) === JSON.stringify(value),
  )
}

function asked(part: (event: Event) => unknown, wanted: object): (scene: Scene) => Promise<boolean> {
  return async ({ gateway, built }) => {
    const of = { restApiId: built.restApiId, authorizerId: built.authorizerId }
    const given = { ...GIVEN, headers: { ...GIVEN.headers, A: 'a' } }
    const { principalId = '' } = await gateway.send(new sdk.TestInvokeAuthorizerCommand({ ...of, ...given }))
    return shows(part(JSON.parse(principalId)), wanted)
  }
}
