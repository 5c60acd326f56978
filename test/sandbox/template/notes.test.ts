import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'
import { running } from '../support/sandbox.js'
import { attribute, deployed, PETS, ref, resource, sub, templated } from './templated.js'

const INVOKED = (name: string) =>
  sub(`arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/<${name}>/invocations`)

/** `GET /pets/{id}` behind an authorizer. */
function guarded(properties: object, stage: object = {}) {
  return {
    ...deployed({ ...stage }),
    AuthFn: resource('AWS::Lambda::Function'),
    Other: resource('AWS::Lambda::Function'),
    Pool: resource('AWS::Cognito::UserPool'),
    Guard: resource('Authorizer', {
      RestApiId: ref('Api'),
      Name: 'guard',
      IdentitySource: 'method.request.header.Authorization',
      ...properties,
    }),
    Get: resource('Method', {
      ...PETS.Get.Properties,
      AuthorizationType: 'ProviderARNs' in properties ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      AuthorizerId: ref('Guard'),
    }),
  }
}

const TOKEN = { Type: 'TOKEN', AuthorizerUri: INVOKED('AuthFn.Arn') }
const allow = () => ({ principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [] } })
const passing = (notes: readonly string[]) => notes.filter((line) => line.includes('any token passes'))

const DOCUMENT = (authorizerUri: string, type = 'token') =>
  JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'shop', version: '1' },
    paths: { '/pets': { get: { security: [{ guard: [] }] } } },
    components: {
      securitySchemes: {
        guard: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type, authorizerUri },
        },
      },
    },
  })

describe('notes', () => {
  it('A200 name the function of an authorizer that was not given, and so lets any token pass', async () => {
    const Resources = guarded(TOKEN)
    const { sandbox, ask } = await templated({ Resources })
    expect(passing(sandbox.notes)).toEqual(['no function was given for AuthFn: any token passes its authorizer'])
    expect((await ask('/pets/1', { authorization: 'x' })).status).not.toBe(403)
    expect(passing((await templated({ Resources }, { authorizers: { AuthFn: allow } })).sandbox.notes)).toEqual([])
    expect(passing((await templated({ Resources }, { handlers: { Other: () => ({}) } })).sandbox.notes)).toHaveLength(1)
  })

  it('A200 name it by the stage variables of each stage', async () => {
    const uri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:'
    const Resources = guarded(
      { Type: 'TOKEN', AuthorizerUri: `${uri}$\{stageVariables.guard}/invocations` },
      { Variables: { guard: 'Other' } },
    )
    const { sandbox } = await templated({ Resources })
    expect(passing(sandbox.notes)).toEqual(['no function was given for Other: any token passes its authorizer'])
    expect(passing((await templated({ Resources }, { authorizers: { Other: allow } })).sandbox.notes)).toEqual([])
  })

  it('A200 name user pools, and authorizers of which nobody knows the function', async () => {
    const pool = guarded({ Type: 'COGNITO_USER_POOLS', ProviderARNs: [attribute('Pool', 'Arn')] })
    expect(passing((await templated({ Resources: pool })).sandbox.notes)).toEqual([
      'no user pool is asked by the authorizer guard: any token passes it, unless a seed has its tokens',
    ])
    const open = await running({ seed: 'empty', openApi: DOCUMENT('<AuthFn.Arn>'.replace(/<(.+)>/, '$${$1}')) })
    expect(open.sandbox.notes).toEqual(['no function is named by the authorizer guard: any token passes it'])
    const named = DOCUMENT(
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:AuthFn/invocations',
    )
    expect((await running({ seed: 'empty', openApi: named })).sandbox.notes).toEqual([
      'no function was given for AuthFn: any token passes its authorizer',
    ])
    expect((await running({ openApi: named, authorizers: { AuthFn: allow } })).sandbox.notes).toEqual([])
  })

  it('A201 name a function that was given, and that the template does not have', async () => {
    const handlers = { OtherFn: () => ({}), AuthFn: () => ({}), Elsewhere: () => ({}) }
    const told = (notes: readonly string[]) => notes.filter((line) => line.includes('names no function'))
    const { sandbox } = await templated({ Resources: guarded(TOKEN) }, { handlers })
    expect(told(sandbox.notes)).toEqual([
      'OtherFn names no function of the template; there are AuthFn, Other; did you mean Other?',
      'Elsewhere names no function of the template; there are AuthFn, Other',
    ])
    const none = await templated({ Resources: deployed() }, { handlers: { AuthFn: () => ({}) } })
    expect(none.sandbox.notes).toEqual(['AuthFn names no function of the template; it has none'])
    const foreign = guarded({
      Type: 'TOKEN',
      AuthorizerUri:
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:Elsewhere/invocations',
    })
    const called = await templated({ Resources: foreign }, { handlers: { Elsewhere: () => ({}) } })
    expect(told(called.sandbox.notes)).toEqual([])
  })

  it('A202 say that a state file took the place of the template', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const stateFile = join(folder, 'state.json')
    const template = JSON.stringify({ Resources: deployed() })
    const notesWith = async (options: object) => {
      const sandbox = await startSandbox({ seed: 'empty', stateFile, ...options })
      await sandbox.close()
      return sandbox.notes
    }
    expect(await notesWith({ template })).toEqual([])
    expect(await notesWith({ template })).toEqual([
      `${stateFile} has the APIs already, and the template was not read: remove the file to start anew`,
    ])
    expect(await notesWith({ template, openApi: DOCUMENT('arn:aws:apigateway') })).toEqual([
      `${stateFile} has the APIs already, and the template and the OpenAPI document were not read: remove the file to start anew`,
    ])
    expect(await notesWith({})).toEqual([])
  })
})
