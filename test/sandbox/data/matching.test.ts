import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMatcher } from '../../../src/sandbox/data/path-matcher.js'
import { dataTarget } from '../../../src/sandbox/data/target.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { buildRequest, gateway } from '../support/gateway.js'
import { buildSnapshot, deploy } from '../support/world.js'

const where: Handler = ({ resource, pathParameters, httpMethod }) => ({
  statusCode: 200,
  body: JSON.stringify({ resource, pathParameters, httpMethod }),
})

const matched = (paths: readonly string[]) => {
  const match = compileMatcher(buildSnapshot(Object.fromEntries(paths.map((path) => [`GET ${path}`, {}]))))
  return (rawPath: string) => {
    const found = match(rawPath)
    return found && [found.resource.path, found.pathParameters]
  }
}

describe('addresses', () => {
  it('D1 finds API, stage and path behind _user_request_ and behind an execute-api host name', () => {
    const byPath = (path: string) => dataTarget(buildRequest(path))
    const byHost = (host: string, path: string) => dataTarget(buildRequest(path, { headers: [['Host', host]] }))
    const pets = { apiId: 'abc', stage: 'prod', rawPath: '/pets/1' }

    expect(byPath('/restapis/abc/prod/_user_request_/pets/1')).toEqual(pets)
    expect(byPath('/restapis/abc/prod/_user_request_')).toEqual({ ...pets, rawPath: '/' })
    expect(byHost('abc.execute-api.us-east-1.amazonaws.com', '/prod/pets/1')).toEqual(pets)
    expect(byHost('abc.execute-api.localhost:4780', '/prod')).toEqual({ ...pets, rawPath: '/' })
    expect(byHost('abc-vpce-0123.execute-api.us-east-1.amazonaws.com', '/prod/pets/1')).toEqual(pets)
    expect(byPath('/restapis/abc/stages/prod')).toBeNull()
    expect(byPath('/restapis/abc/prod/_user_request_s/pets')).toBeNull()
    expect(byPath('/restapis/abc')).toBeNull()
    expect(byPath('/restapis/abc/_user_request_')).toBeNull()
    expect(byHost('apigateway.us-east-1.amazonaws.com', '/restapis')).toBeNull()
  })

  it('D2 answers 403 Forbidden for an unknown API or stage and for a disabled default endpoint', async () => {
    const { send, api } = gateway({ 'GET /pets': {} })
    const unknown = await send('/pets', { stage: 'test' })
    expect([unknown.status, unknown.json(), unknown.header('x-amzn-ErrorType')]).toEqual([
      403,
      { message: 'Forbidden' },
      'ForbiddenException',
    ])

    api.disableExecuteApiEndpoint = true
    expect((await send('/pets')).json()).toEqual({ message: 'Forbidden' })
  })
})

describe('matching', () => {
  it('D3 prefers a fixed segment to {param} and that to {proxy+}, and leaves dead ends again', () => {
    const match = matched(['/pets', '/pets/mine', '/pets/{id}', '/pets/{id}/toys', '/pets/mine/bed', '/{proxy+}'])

    expect(match('/pets/mine')).toEqual(['/pets/mine', {}])
    expect(match('/pets/7')).toEqual(['/pets/{id}', { id: '7' }])
    expect(match('/pets/mine/toys')).toEqual(['/pets/{id}/toys', { id: 'mine' }])
    expect(match('/pets/mine/food')).toEqual(['/{proxy+}', { proxy: 'pets/mine/food' }])
    expect(match('/owners')).toEqual(['/{proxy+}', { proxy: 'owners' }])
  })

  it('D3 does not take a resource without methods for a match', () => {
    const snapshot = buildSnapshot({ 'GET /a/b': {}, 'GET /{proxy+}': {} })
    const resources = new Map(snapshot.resources)
    resources.set('empty', { id: 'empty', parentId: null, pathPart: 'a', path: '/a', methods: new Map() })
    expect(compileMatcher({ resources })('/a')?.resource.path).toBe('/{proxy+}')
  })

  it('D4 wants at least one character for {proxy+} and overlooks one slash at the end', () => {
    const match = matched(['/', '/files/{proxy+}', '/pets', '/pets/{id}'])

    expect(match('/')).toEqual(['/', {}])
    expect(match('/pets/')).toEqual(['/pets', {}])
    expect(match('/pets/7/')).toEqual(['/pets/{id}', { id: '7' }])
    expect(match('/pets//')).toBeNull()
    expect(match('/files')).toBeNull()
    expect(match('/files/')).toBeNull()
    expect(match('/files//')).toBeNull()
    expect(match('/files/a/b')).toEqual(['/files/{proxy+}', { proxy: 'a/b' }])
  })

  it('D5 leaves the values of path parameters percent-encoded, and splits the path before that', () => {
    const match = matched(['/pets/{pet-id}', '/caf%C3%A9', '/files/{proxy+}'])

    expect(match('/pets/a%2Fb%20c')).toEqual(['/pets/{pet-id}', { 'pet-id': 'a%2Fb%20c' }])
    expect(match('/pets/100%')).toEqual(['/pets/{pet-id}', { 'pet-id': '100%' }])
    expect(match('/files/a%20b/c')).toEqual(['/files/{proxy+}', { proxy: 'a%20b/c' }])
    expect(match(`/pets/${'x'.repeat(500)}`)?.[0]).toBe('/pets/{pet-id}')
  })

  it('D5 takes several slashes at the beginning for one', () => {
    const match = matched(['/pets', '/{proxy+}'])
    expect(match('//pets')).toEqual(['/pets', {}])
    expect(match('///other')).toEqual(['/{proxy+}', { proxy: 'other' }])
  })

  it('D5 gives back any value as a client encoded it', () => {
    const match = matched(['/pets/{id}'])
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const id = encodeURIComponent(text)
        expect(match(`/pets/${id}`)).toEqual(['/pets/{id}', { id }])
      }),
    )
  })

  it('D6 takes the exact verb, then ANY, and answers what is not there with Missing Authentication Token', async () => {
    const { send } = gateway(
      {
        'GET /pets': { handler: 'where' },
        'ANY /pets': { handler: 'where' },
        'POST /mine': {},
        'GET /{id}': {},
      },
      { handlers: { where } },
    )
    expect((await send('/pets')).json()).toEqual({
      resource: '/pets',
      pathParameters: null,
      httpMethod: 'GET',
    })
    expect((await send('/pets', { method: 'PUT' })).json()).toMatchObject({ httpMethod: 'PUT' })

    for (const answer of [await send('/no/such'), await send('/mine')]) {
      expect(answer.status).toBe(403)
      expect(answer.json()).toEqual({ message: 'Missing Authentication Token' })
      expect(answer.header('x-amzn-ErrorType')).toBe('MissingAuthenticationTokenException')
    }
  })

  it('D6 leaves a verb that a resource does not have to the nearest {proxy+} that serves it', async () => {
    const { send } = gateway(
      {
        'POST /test': {},
        'POST /a/b': {},
        'GET /a/{proxy+}': {},
        'OPTIONS /{proxy+}': { handler: 'where' },
        'ANY /any/{proxy+}': { handler: 'where' },
        'POST /any/one': {},
      },
      { handlers: { where } },
    )
    const served = async (method: string, path: string) => {
      const answer = await send(path, { method })
      return answer.status === 200 ? answer.json() : answer.status
    }

    expect(await served('OPTIONS', '/test')).toMatchObject({
      resource: '/{proxy+}',
      pathParameters: { proxy: 'test' },
    })
    expect(await served('OPTIONS', '/a/b')).toMatchObject({ pathParameters: { proxy: 'a/b' } })
    expect(await served('PUT', '/any/one')).toMatchObject({ pathParameters: { proxy: 'one' } })
    expect(await served('PUT', '/test')).toBe(403)
    expect(await served('OPTIONS', '/')).toBe(403)
  })

  it('D7 serves what the stage has deployed, and a newer deployment once the stage points to it', async () => {
    const { send, api, stage } = gateway({ 'GET /old': {} })
    deploy(api, 'deploy2', { 'GET /new': {} })
    expect((await send('/new')).status).toBe(403)

    stage.deploymentId = 'deploy2'
    expect((await send('/new')).status).toBe(200)
    expect((await send('/old')).status).toBe(403)
  })
})
