import { describe, expect, it } from 'vitest'
import { type PolicyStatement, parseSeed, startSandbox } from '../../../src/sandbox/index.js'
import { PETS } from '../support/sandbox.js'

const allow = (Action: string, Resource: string): PolicyStatement => ({ Effect: 'Allow', Action, Resource })

describe('identities of a seed', () => {
  it.each([['test'], ['AKIDANN']])('I14 does not start with the access key %s twice', async (accessKeyId) => {
    const identity = { accessKeyId, secretAccessKey: 's', name: 'n', policies: [] }

    await expect(startSandbox({ seed: { identities: [identity, identity], apis: [] } })).rejects.toThrow(
      `identities: the access key ${accessKeyId} is there twice`,
    )
  })

  it('I14 reads identities and IAM’s JSON from a seed file, and says where it is wrong', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Sid: 'a', ...allow('apigateway:GET', '*') }] }
    const ann = { accessKeyId: 'A', secretAccessKey: 's', name: 'ann', policies: [policy] }
    const seed = (identity: object): unknown => JSON.parse(JSON.stringify({ identities: [identity], apis: [PETS] }))
    const stating = (statement: object) => seed({ ...ann, policies: [{ Statement: statement }] })

    expect(parseSeed(seed(ann))).toEqual(seed(ann))
    expect(() => parseSeed(seed({ ...ann, accountId: '12' }))).toThrow('identities.0.accountId: expected twelve')
    expect(() => parseSeed(stating({ Effect: 'Allow', Resource: '*' }))).toThrow('identities.0.policies.0')
    expect(() => parseSeed(stating({ ...allow('*', '*'), NotResource: '*' }))).toThrow('identities.0.policies.0')
    expect(() => parseSeed(stating({ ...allow('*', '*'), Principal: '*' }))).toThrow('identities.0.policies.0')
  })
})
