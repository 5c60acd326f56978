import {
  CreateRestApiCommand,
  GetRestApiCommand,
  type PatchOperation,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, refused, refusedOver, replace, running } from '../support/sandbox.js'

describe('endpoints of APIs', () => {
  it.each([
    [[], undefined, '400 BadRequestException: REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.'],
    [['EDGE', 'REGIONAL'], undefined, '400 BadRequestException: Cannot create an api with multiple Endpoint Types.'],
    [['PRIVATE'], 'ipv4', '400 BadRequestException: Only dualstack ipAddressType is supported for Private APIs.'],
    [
      ['wrong'],
      'wrong',
      "400 ValidationException: 2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]",
    ],
  ])('C82 have one endpoint: not %j with %s', async (types, ipAddressType, words) => {
    const { http } = await running()
    const endpointConfiguration = { types, ...(ipAddressType ? { ipAddressType } : {}) }
    const create = http('POST /restapis', JSON.stringify({ name: 'n', endpointConfiguration }))
    const [status] = words.split(' ')

    expect(await refusedOver(create)).toBe(words)
    expect(status).toBe('400')
  })

  it('C82 become dualstack when they become private, and refuse what there is not', async () => {
    const { gateway } = await running()
    const patch = (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateRestApiCommand({ restApiId: API, patchOperations }))

    expect(await patch(replace('/endpointConfiguration/types/0', 'PRIVATE'))).toMatchObject({
      endpointConfiguration: { types: ['PRIVATE'], ipAddressType: 'dualstack' },
    })
    for (const [operation, words] of [
      [replace('/endpointConfiguration/ipAddressType', 'ipv4'), 'Only dualstack ipAddressType is supported'],
      [replace('/endpointConfiguration/ipAddressType', 'x'), 'ipAddressType must be either ipv4 or dualstack.'],
      [replace('/endpointConfiguration/types/0', 'x'), 'Valid options are REGIONAL,EDGE,PRIVATE'],
      [{ op: 'remove', path: '/endpointConfiguration/types/0' }, "Must be 'add'|'remove'|'replace'"],
      [{ op: 'remove', path: '/endpointConfiguration/ipAddressType' }, 'Must be one of: [replace]'],
      [{ op: 'add', path: '/endpointConfiguration/ipAddressType' }, 'Must be one of: [replace]'],
      [replace('/endpointConfiguration/nope', 'x'), 'Invalid patch path /endpointConfiguration/nope'],
    ] as const) {
      expect(await refused(patch(operation))).toContain(words)
    }
  })

  it('C81 are looked at after the description', async () => {
    const { http } = await running()
    const endpointConfiguration = { types: ['PRIVATE'], ipAddressType: 'ipv4' }
    const create = http('POST /restapis', JSON.stringify({ name: 'n', description: '', endpointConfiguration }))

    expect(await refusedOver(create)).toBe('400 BadRequestException: Description cannot be an empty string')
  })

  it('C5 have VPC endpoints added, replaced and taken away', async () => {
    const { gateway } = await running()
    const { id: restApiId } = await gateway.send(
      new CreateRestApiCommand({ name: 'p', endpointConfiguration: { types: ['PRIVATE'] } }),
    )
    const path = '/endpointConfiguration/vpcEndpointIds'
    const patched = async (...patchOperations: PatchOperation[]) => {
      await gateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
      const { endpointConfiguration } = await gateway.send(new GetRestApiCommand({ restApiId }))
      return endpointConfiguration?.vpcEndpointIds
    }

    expect(await patched({ op: 'add', path, value: 'vpce-1' }, { op: 'add', path, value: 'vpce-2' })).toEqual([
      'vpce-1',
      'vpce-2',
    ])
    expect(await patched({ op: 'remove', path, value: 'vpce-1' })).toEqual(['vpce-2'])
    expect(await patched(replace(path, 'vpce-3'))).toEqual(['vpce-3'])
    expect(await refused(patched({ op: 'add', path: '/endpointConfiguration/types', value: 'EDGE' }))).toContain(
      'Invalid patch path /endpointConfiguration/types',
    )
  })
})
