import {
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  type DocumentationPartLocation,
  GetDocumentationPartCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionCommand,
  GetDocumentationVersionsCommand,
  GetStageCommand,
  ImportDocumentationPartsCommand,
  ImportRestApiCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PROD, refused, replace, running } from '../support/sandbox.js'

const OF = { restApiId: API }
const NO_PART = '404 NotFoundException: Invalid Documentation part identifier specified'
const NO_API = '404 NotFoundException: Invalid API identifier specified 000000000000:nope'

async function documenting() {
  const run = await running()
  const { gateway } = run
  return {
    ...run,
    part: (location: DocumentationPartLocation, properties = '{"description":"x"}') =>
      gateway.send(new CreateDocumentationPartCommand({ ...OF, location, properties })),
    parts: async (filter: object = {}) =>
      (await gateway.send(new GetDocumentationPartsCommand({ ...OF, ...filter }))).items ?? [],
    imported: (mode: 'merge' | 'overwrite', body: string) =>
      gateway.send(new ImportDocumentationPartsCommand({ ...OF, mode, body: Buffer.from(body) })),
  }
}

const documentOf = (...documentationParts: object[]) =>
  JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'd', version: '1' },
    paths: {},
    'x-amazon-apigateway-documentation': { version: '1', documentationParts },
  })

describe('documentation parts', () => {
  it('C99 are created, listed, read, patched and deleted', async () => {
    const { gateway, part, parts } = await documenting()
    const method = { type: 'METHOD', path: '/pets', method: 'GET' } as const
    const { id: documentationPartId } = await part({ type: 'API' })
    await part(method)
    const of = { ...OF, documentationPartId }

    expect(await parts()).toMatchObject([{ location: { type: 'API' } }, { location: method }])
    expect(await parts({ type: 'METHOD' })).toMatchObject([{ location: method }])
    expect(await parts({ path: '/pets' })).toMatchObject([{ location: method }])
    expect(await parts({ nameQuery: 'q' })).toEqual([])
    const patch = (operation: object, restApiId = API) =>
      gateway.send(new UpdateDocumentationPartCommand({ ...of, restApiId, patchOperations: [operation] }))
    await patch(replace('/properties', '{"description":"y"}'))
    expect(await gateway.send(new GetDocumentationPartCommand(of))).toMatchObject({
      id: documentationPartId,
      properties: '{"description":"y"}',
    })
    expect(await refused(patch({ op: 'add', path: '/properties', value: '{}' }))).toBe(
      "400 BadRequestException: Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations",
    )
    expect(await refused(patch(replace('/properties', '')))).toBe(
      '400 BadRequestException: Documentation part properties must be non-empty',
    )
    expect(await refused(patch(replace('/properties', '{}'), 'nope'))).toBe(NO_PART)
    const remove = (restApiId = API) => gateway.send(new DeleteDocumentationPartCommand({ ...of, restApiId }))
    expect(await refused(remove('nope'))).toBe(NO_API)
    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await refused(remove())).toBe(NO_PART)
  })

  it('C99 are about one place each, of a type that there is', async () => {
    const { gateway, part } = await documenting()
    await part({ type: 'API' })

    expect(await refused(part({ type: 'API' }))).toMatch(/^409 ConflictException: /)
    expect(await refused(part({ type: 'NOPE' as 'API' }))).toMatch(
      /^400 ValidationException: .*'createDocumentationPartInput.location.type'/,
    )
    expect(
      await refused(
        gateway.send(
          new CreateDocumentationPartCommand({
            restApiId: 'nope',
            location: { type: 'API' },
            properties: '{}',
          }),
        ),
      ),
    ).toBe(NO_API)
  })

  it('C99 are imported, and wrong documents change nothing', async () => {
    const { gateway, part, parts, imported } = await documenting()
    const { id } = await part({ type: 'API' })
    await part({ type: 'RESOURCE', path: '/old' })
    const api = { location: { type: 'API' }, properties: { description: 'new' } }
    const merged = await imported('merge', documentOf(api))

    expect(merged).toMatchObject({ ids: [id] })
    expect(await parts()).toMatchObject([{ properties: '{"description":"new"}' }, { location: { path: '/old' } }])
    const types = async () => (await parts()).map(({ location }) => location?.type)
    for (const wrong of ["{'key:value}", 'text', '{}']) {
      expect(await refused(imported('overwrite', wrong))).toBe(
        '400 BadRequestException: Unable to build importer with provided input.',
      )
    }
    expect(await refused(imported('overwrite', documentOf(api, { location: { type: 'NOPE' } })))).toBe(
      '400 BadRequestException: Invalid documentation part type specified: NOPE',
    )
    expect(await types()).toEqual(['API', 'RESOURCE'])
    await imported('overwrite', documentOf(api))
    expect(await types()).toEqual(['API'])
    await imported('merge', documentOf({ location: { type: 'METHOD', method: 'GET' } }))
    expect((await parts()).map(({ location }) => location)).toEqual([
      { type: 'API' },
      { type: 'METHOD', method: 'GET', path: '/' },
    ])

    const whole = await gateway.send(new ImportRestApiCommand({ body: Buffer.from(documentOf(api)) }))
    expect(await parts({ restApiId: whole.id })).toHaveLength(1)
  })
})

describe('documentation versions', () => {
  it('C100 are created, listed, read, patched and deleted, and a stage gets one', async () => {
    const { gateway, clock } = await documenting()
    const of = { ...OF, documentationVersion: 'v1' }
    const create = (more: object = {}) => gateway.send(new CreateDocumentationVersionCommand({ ...of, ...more }))

    expect(await refused(create({ stageName: 'nope' }))).toBe(
      '404 NotFoundException: Invalid stage identifier specified',
    )
    expect(await create({ stageName: 'prod' })).toMatchObject({
      version: 'v1',
      createdDate: new Date(Math.floor(clock.now() / 1000) * 1000),
    })
    expect(await gateway.send(new GetStageCommand(PROD))).toMatchObject({ documentationVersion: 'v1' })
    expect(await refused(create())).toMatch(/^409 ConflictException: /)
    await gateway.send(
      new UpdateDocumentationVersionCommand({ ...of, patchOperations: [replace('/description', 'first')] }),
    )
    const shown = { version: 'v1', description: 'first' }
    expect(await gateway.send(new GetDocumentationVersionCommand(of))).toMatchObject(shown)
    expect((await gateway.send(new GetDocumentationVersionsCommand(OF))).items).toMatchObject([shown])
    const remove = () => gateway.send(new DeleteDocumentationVersionCommand(of))
    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await refused(remove())).toBe('404 NotFoundException: Invalid Documentation version specified')
  })
})
