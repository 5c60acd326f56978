import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { startSandbox } from '../../../src/sandbox/index.js'
import { running } from '../support/sandbox.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
const MOCK = { type: 'mock' }

function document(paths: object, more: object = {}) {
  return stringify({ openapi: '3.0.1', info: { title: 'shop' }, paths, ...more })
}

async function notesOf(paths: object, more: object = {}) {
  const { sandbox } = await running({ seed: { apis: [] }, openApi: document(paths, more) })
  return sandbox.notes
}

describe('notes of a document', () => {
  it('A212 have the warnings of its import', async () => {
    const get = {
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/No' } } } } },
    }
    const templates = { ...MOCK, requestTemplates: { 'application/json': { statusCode: 200 } } }
    const securitySchemes = { login: { type: 'oauth2', flows: {} } }

    const notes = await notesOf(
      { '/a': { get, post: { [INTEGRATION]: templates } } },
      { components: { securitySchemes } },
    )
    expect(notes).toEqual([
      "Unsupported security definition type 'oauth2' for 'login'. Ignoring.",
      "Reference to model 'No' not found. Ignoring.",
      "Invalid format for 'requestTemplates'. Expected type string for property 'application/json' of resource '/a' and " +
        "method 'POST' but got '{\"statusCode\":200}'",
    ])
  })

  it.each(['cacheKeyParams', 'cachekeyparameters', 'cacheKeyParameter'])('A212 name a slip: %s', async (slip) => {
    const integration = { ...MOCK, [slip]: ['method.request.querystring.x'] }
    expect(await notesOf({ '/a': { get: { [INTEGRATION]: integration } } })).toEqual([
      `left out: "${slip}" in paths./a.get.${INTEGRATION} (did you mean "cacheKeyParameters"?)`,
    ])
  })

  it('A212 name members of path items that there are not', async () => {
    const get = { [INTEGRATION]: MOCK }
    expect(await notesOf({ '/a': { get, gte: get, subscribe: get, trace: get } })).toEqual([
      'left out: "gte" in paths./a (did you mean "get"?)',
      'left out: "subscribe" in paths./a',
      'left out: paths./a.trace, a method that API Gateway does not have',
    ])
  })

  it('A212 are none of extensions and of what API Gateway has', async () => {
    const integration = { ...MOCK, 'x-ours': 1, payloadFormatVersion: '1.0', integrationSubtype: 'x', ours: 1 }
    const item = { summary: 's', description: 'd', servers: [], 'x-ours': 1, parameters: [] }
    expect(await notesOf({ '/a': { ...item, get: { [INTEGRATION]: integration } } })).toEqual([])
  })

  it('A212 are the same after a reset', async () => {
    const { sandbox } = await running({ seed: { apis: [] }, openApi: document({ '/a': { get: {}, gte: {} } }) })
    const before = [...sandbox.notes]
    sandbox.reset()
    expect(sandbox.notes).toEqual(before)
    expect(before).toHaveLength(1)
  })
})

describe('a document that is one', () => {
  it('C241 is told what is wrong in it, with what there is instead', async () => {
    const openApi = document({ '/a': { get: { [INTEGRATION]: { type: 'mok' } } } })
    await expect(startSandbox({ openApi })).rejects.toThrow(
      `paths./a.get.${INTEGRATION}.type: is "mok", which is not one of aws, aws_proxy, http, http_proxy, mock`,
    )
    await expect(startSandbox({ openApi })).rejects.not.toThrow('not an OpenAPI document')
    await expect(startSandbox({ openApi: 'swagger: "3.0"' })).rejects.toThrow('not an OpenAPI document: ')
  })
})
