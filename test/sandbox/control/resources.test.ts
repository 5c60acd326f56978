import {
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building } from '../support/building.js'
import { API, refused, replace } from '../support/sandbox.js'

describe('resources', () => {
  it('C11 have the path of their parents and their own part', async () => {
    const { resource, resources } = await building()

    await resource('/', 'shop')
    await resource('/shop', 'items')
    await resource('/shop/items', '{id}')
    await resource('/shop', '{proxy+}')

    expect([...(await resources()).keys()]).toEqual([
      '/',
      '/pets',
      '/pets/{id}',
      '/shop',
      '/shop/items',
      '/shop/items/{id}',
      '/shop/{proxy+}',
    ])
  })

  it('C12 show their verbs, and whole methods where those are embedded', async () => {
    const { gateway } = await building()

    const plain = await gateway.send(new GetResourcesCommand({ restApiId: API }))
    const embedded = await gateway.send(new GetResourcesCommand({ restApiId: API, embed: ['methods'] }))

    const methodOf = ({ items = [] }: typeof plain) =>
      items.find(({ path }) => path === '/pets/{id}')?.resourceMethods?.GET
    expect(methodOf(plain)).toEqual({})
    expect(methodOf(embedded)).toMatchObject({
      httpMethod: 'GET',
      authorizationType: 'NONE',
      requestParameters: { 'method.request.path.id': false },
      methodIntegration: { type: 'MOCK', integrationResponses: { 200: { statusCode: '200' } } },
    })
    expect(plain.items?.find(({ path }) => path === '/')?.resourceMethods).toBeUndefined()
  })

  it.each([
    ['/', 'pets', '409 ConflictException: Another resource with the same parent already has this name: pets'],
    [
      '/pets',
      '{name}',
      '400 BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    ],
    [
      '/pets',
      '{proxy+}',
      '400 BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    ],
    [
      '/',
      'a/b',
      "400 BadRequestException: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    ],
    [
      '/',
      '{a',
      "400 BadRequestException: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    ],
  ])('C13 under %s refuse the part %s', async (parent, part, text) => {
    const { resource } = await building()

    expect(await refused(resource(parent, part))).toBe(text)
  })

  it('C13 have no children under a greedy variable', async () => {
    const { gateway, resource } = await building()
    const parentId = await resource('/', '{proxy+}')

    expect(await refused(gateway.send(new CreateResourceCommand({ restApiId: API, parentId, pathPart: 'x' })))).toBe(
      '400 BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}',
    )
  })

  it('C14 are deleted with all that is under them; the root is not', async () => {
    const { gateway, resources } = await building()
    const of = (await resources()).get('/pets')
    const root = (await resources()).get('/')

    const { $metadata } = await gateway.send(new DeleteResourceCommand({ restApiId: API, resourceId: of }))

    expect($metadata.httpStatusCode).toBe(202)
    expect([...(await resources()).keys()]).toEqual(['/'])
    expect(await refused(gateway.send(new DeleteResourceCommand({ restApiId: API, resourceId: root })))).toContain(
      '400 BadRequestException',
    )
    expect(await refused(gateway.send(new GetResourceCommand({ restApiId: API, resourceId: of })))).toBe(
      '404 NotFoundException: Invalid Resource identifier specified',
    )
  })

  it('C15 are renamed and moved with all that is under them, but not under themselves', async () => {
    const { gateway, resource, resources } = await building()
    const shop = await resource('/', 'shop')
    const pets = (await resources()).get('/pets')
    const update = (...patchOperations: ReturnType<typeof replace>[]) =>
      gateway.send(new UpdateResourceCommand({ restApiId: API, resourceId: pets, patchOperations }))

    expect(await update(replace('/pathPart', 'animals'), replace('/parentId', shop))).toMatchObject({
      path: '/shop/animals',
    })

    const paths = await resources()
    expect([...paths.keys()]).toEqual(['/', '/shop/animals', '/shop/animals/{id}', '/shop'])
    expect(await refused(update(replace('/parentId', paths.get('/shop/animals/{id}') ?? '')))).toBe(
      '400 BadRequestException: Resources cannot be cyclical.',
    )
  })
})
