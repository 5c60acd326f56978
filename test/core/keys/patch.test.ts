import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatchOperation } from '../../../src/core/aws/api.js'
import { type KeySpec, parseKey } from '../../../src/core/gateway/key.js'
import type { MethodRecord } from '../../../src/core/gateway/record.js'
import { isEmpty, keysPatch } from '../../../src/core/keys/patch.js'
import { wantedKeys } from '../../../src/core/keys/write.js'

type Maps = Readonly<Record<string, string>>

const record = (keys: readonly string[], declared: readonly string[], mapped: Maps = {}): MethodRecord => ({
  resourceId: 'r1',
  path: '/users',
  method: 'GET',
  cacheKeyParameters: keys,
  parameters: Object.fromEntries(declared.map((name) => [name, false])),
  authorizationType: 'NONE',
  authorizerId: null,
  apiKeyRequired: false,
  responses: {},
  integration: {
    type: 'HTTP',
    httpMethod: 'GET',
    uri: 'https://example.com',
    credentials: null,
    requestParameters: mapped,
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    contentHandling: null,
    timeoutMs: 29_000,
    transferMode: 'BUFFERED',
    cacheNamespace: 'r1',
    responses: {},
  },
})

const add = (method: MethodRecord, ...keys: string[]) =>
  keysPatch(method, wantedKeys(method, keys.map(parseKey), []).wanted, [])
const lines = (operations: readonly PatchOperation[]) =>
  operations.map(({ op, path, value }) => [op, path, value].filter((one) => one !== undefined).join(' '))

describe('the patch that gives a method its keys', () => {
  it('declares on the method first what the integration then lists', () => {
    const { method, integration } = add(record([], []), 'querystring.type')

    expect(lines(method)).toEqual(['add /requestParameters/method.request.querystring.type false'])
    expect(lines(integration)).toEqual(['add /cacheKeyParameters/method.request.querystring.type '])
  })

  it('declares nothing twice, and is empty where the key is there', () => {
    const name = 'method.request.header.X'

    expect(add(record([], [name]), 'header.X').method).toEqual([])
    expect(isEmpty(add(record([name], [name]), 'header.X'))).toBe(true)
  })

  it('maps an integration parameter before it lists it, and declares what the mapping reads', () => {
    const { method, integration } = add(record([], []), 'integration.header.Kind=method.request.querystring.kind')

    expect(lines(method)).toEqual(['add /requestParameters/method.request.querystring.kind false'])
    expect(lines(integration)).toEqual([
      'add /requestParameters/integration.request.header.Kind method.request.querystring.kind',
      'add /cacheKeyParameters/integration.request.header.Kind ',
    ])
  })

  it('leaves a mapping as it is that exists already', () => {
    const mapped = { 'integration.request.header.Body': 'method.request.body' }

    expect(lines(add(record([], [], mapped), 'integration.header.Body').integration)).toEqual([
      'add /cacheKeyParameters/integration.request.header.Body ',
    ])
  })

  it('gives back with its mapping what was lost in between', () => {
    const mapped = { 'integration.request.header.Body': 'method.request.body' }
    const before = record(['integration.request.header.Body'], [], mapped)
    const { wanted } = wantedKeys(before, [parseKey('header.X')], [])
    const now = record([], ['method.request.header.X'])

    expect(lines(keysPatch(now, wanted, []).integration)).toEqual([
      'add /requestParameters/integration.request.header.Body method.request.body',
      'add /cacheKeyParameters/integration.request.header.Body ',
      'add /cacheKeyParameters/method.request.header.X ',
    ])
  })

  it('removes the key only, not the declaration', () => {
    const before = record(['method.request.header.X'], ['method.request.header.X'])
    const { wanted, unwanted } = wantedKeys(before, [], ['method.request.header.X'])

    const { method, integration } = keysPatch(before, wanted, unwanted)

    expect(method).toEqual([])
    expect(lines(integration)).toEqual(['remove /cacheKeyParameters/method.request.header.X'])
  })

  it('leads to the wanted keys from any state, and is empty then', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_~/.-]{1,8}$/)
    const key = fc.oneof(
      fc.tuple(fc.constantFrom('querystring', 'header'), name).map(([where, one]) => `${where}.${one}`),
      name.map((one) => `integration.header.${one}=method.request.querystring.${one}`),
    )
    const keys = fc.uniqueArray(key, { maxLength: 5 })
    fc.assert(
      fc.property(keys, keys, keys, (there, added, removed) => {
        const before = applied(record([], []), there.map(parseKey), [])
        const gone = removed.map((one) => parseKey(one).parameter)
        const news = added.map(parseKey).filter(({ parameter }) => !gone.includes(parameter))
        const { wanted, unwanted } = wantedKeys(before, news, gone)

        const after = applied(before, wanted, unwanted)

        expect(new Set(after.cacheKeyParameters)).toEqual(new Set(wanted.map(({ parameter }) => parameter)))
        expect(isEmpty(keysPatch(after, wanted, unwanted))).toBe(true)
      }),
    )
  })
})

/** What API Gateway makes of the patch, and nothing that it would refuse. */
function applied(before: MethodRecord, wanted: readonly KeySpec[], unwanted: readonly string[]): MethodRecord {
  const { method, integration } = keysPatch(before, wanted, unwanted)
  const parameters: Record<string, boolean> = { ...before.parameters }
  const mapped: Record<string, string> = { ...before.integration?.requestParameters }
  let keys = [...before.cacheKeyParameters]
  const named = ({ path }: PatchOperation) => {
    const [, list = '', name = ''] = path.split('/')
    return { list, name: name.replaceAll('~1', '/').replaceAll('~0', '~') }
  }
  for (const operation of method) parameters[named(operation).name] = false
  for (const operation of integration) {
    const { list, name } = named(operation)
    if (list === 'requestParameters') mapped[name] = operation.value ?? ''
    else if (operation.op === 'remove') keys = keys.filter((one) => one !== name)
    else keys.push(name)
  }
  for (const key of keys) expect(Object.hasOwn(parameters, key) || Object.hasOwn(mapped, key)).toBe(true)
  return { ...record(keys, Object.keys(parameters), mapped) }
}
