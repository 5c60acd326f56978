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
}

type Event = Readonly<Record<string, unknown>>

function told(part: (event: Event) => unknown, wanted: object): (scene: Scene) => Promise<boolean> {
  return async ({ gateway, built }) => {
    const of = { ...built.method, resourceId: built.parentId, httpMethod: 'GET' }
    const { body = '' } = await gateway.send(new sdk.TestInvokeMethodCommand({ ...of, ...GIVEN }))
    const event: Event = JSON.parse(body)
    const shown = Object(part(event))
    return Object.entries(wanted).every(
      ([name, value]) => JSON.stringify(Reflect.get(shown, name)) === JSON.stringify(value),
    )
  }
}
