import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  type CreateDomainNameCommandInput,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  GetBasePathMappingCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  type PatchOperation,
  TagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, refused, replace, running } from '../support/sandbox.js'

const NAME = 'api.example.com'
const ARN = 'arn:aws:acm:us-east-1:000000000000:certificate/c'
const REGIONAL = { types: ['REGIONAL' as const] }

async function naming() {
  const run = await running()
  const { gateway } = run
  const of = { domainName: NAME }
  return {
    ...run,
    of,
    create: (more: Partial<CreateDomainNameCommandInput> = {}) =>
      gateway.send(
        new CreateDomainNameCommand({
          ...of,
          regionalCertificateArn: ARN,
          endpointConfiguration: REGIONAL,
          ...more,
        }),
      ),
    patch: (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateDomainNameCommand({ ...of, patchOperations })),
    map: (basePath?: string, stage?: string, restApiId = API) =>
      gateway.send(new CreateBasePathMappingCommand({ ...of, restApiId, basePath, stage })),
  }
}

describe('domain names', () => {
  it('C204 are records with the names that DNS would point to', async () => {
    const { create, gateway, of } = await naming()
    const created = await create({ tags: { team: 'pets' }, securityPolicy: 'TLS_1_0' })

    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      domainName: NAME,
      domainNameArn: `arn:aws:apigateway:us-east-1:000000000000:/domainnames/${NAME}`,
      domainNameStatus: 'AVAILABLE',
      regionalCertificateArn: ARN,
      regionalDomainName: expect.stringMatching(/^d-\w{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
      regionalHostedZoneId: expect.stringMatching(/^Z\w{10}$/),
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      securityPolicy: 'TLS_1_0',
      routingMode: 'BASE_PATH_MAPPING_ONLY',
      tags: { team: 'pets' },
    })
    expect(created).not.toHaveProperty('distributionDomainName')
    const { $metadata: _, ...record } = created
    expect(await gateway.send(new GetDomainNameCommand(of))).toMatchObject(record)
    expect((await gateway.send(new GetDomainNamesCommand({}))).items).toEqual([record])
    const deleted = await gateway.send(new DeleteDomainNameCommand(of))
    expect(deleted.$metadata.httpStatusCode).toBe(202)
    expect(await refused(gateway.send(new GetDomainNameCommand(of)))).toBe(
      '404 NotFoundException: Invalid domain name identifier specified',
    )
  })

  it('C204 may be those of CloudFront', async () => {
    const { create } = await naming()

    expect(
      await create({
        endpointConfiguration: undefined,
        regionalCertificateArn: undefined,
        certificateArn: ARN,
        mutualTlsAuthentication: { truststoreUri: 's3://b/k', truststoreVersion: '1' },
        endpointAccessMode: 'BASIC',
      }),
    ).toMatchObject({
      distributionDomainName: expect.stringMatching(/\.cloudfront\.net$/),
      distributionHostedZoneId: 'Z2FDTNDATAQYW2',
      endpointConfiguration: { types: ['EDGE'] },
      mutualTlsAuthentication: { truststoreUri: 's3://b/k', truststoreVersion: '1' },
      endpointAccessMode: 'BASIC',
    })
  })

  it('C204 are patched, all or nothing', async () => {
    const { create, patch } = await naming()
    await create()
    const uri = '/mutualTlsAuthentication/truststoreUri'

    expect(
      await patch(
        replace('/securityPolicy', 'TLS_1_2'),
        replace(uri, 's3://b/k'),
        replace('/mutualTlsAuthentication/truststoreVersion', '2'),
        replace('/endpointConfiguration/ipAddressType', 'dualstack'),
        replace('/ownershipVerificationCertificateArn', ARN),
        replace('/endpointAccessMode', 'STRICT'),
        replace('/routingMode', 'BASE_PATH_MAPPING_ONLY'),
        replace('/certificateArn', ARN),
        replace('/certificateName', 'n'),
        replace('/regionalCertificateName', 'r'),
      ),
    ).toMatchObject({
      securityPolicy: 'TLS_1_2',
      mutualTlsAuthentication: { truststoreUri: 's3://b/k', truststoreVersion: '2' },
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'dualstack' },
      ownershipVerificationCertificateArn: ARN,
      endpointAccessMode: 'STRICT',
      certificateArn: ARN,
      certificateName: 'n',
      regionalCertificateName: 'r',
    })
    expect(await patch(replace('/endpointConfiguration/types/REGIONAL', 'EDGE'))).toMatchObject({
      endpointConfiguration: { types: ['EDGE'] },
    })
    expect(
      await patch(
        { op: 'add', path: '/endpointConfiguration/types', value: 'REGIONAL' },
        { op: 'remove', path: '/endpointConfiguration/types', value: 'EDGE' },
        replace(uri, ''),
      ),
    ).not.toHaveProperty('mutualTlsAuthentication')
    for (const [path, value, words] of [
      ['/regionalCertificateArn', '', ''],
      ['/securityPolicy', 'TLS_9', 'Invalid security policy specified'],
      ['/endpointConfiguration/types/0', 'x', 'Invalid endpoint types specified'],
      ['/endpointConfiguration/x', 'x', 'Invalid patch path /endpointConfiguration/x'],
      ['/mutualTlsAuthentication/x', 'x', 'Invalid patch path /mutualTlsAuthentication/x'],
      ['/routingMode', 'ROUTING_RULE_ONLY', 'does not emulate routingMode ROUTING_RULE_ONLY'],
    ] as const) {
      const told = await refused(patch(replace(path, value), replace('/regionalCertificateName', '')))
      expect(told).toContain(words)
      expect(told).toMatch(/^(?:400|501) /)
    }
    expect(await patch()).toMatchObject({ regionalCertificateArn: ARN, regionalCertificateName: 'r' })
  })

  it.each([
    [{ domainName: 'x' }, '400 BadRequestException: Invalid domain name specified'],
    [{ regionalCertificateArn: undefined }, '400 BadRequestException: A certificate is needed'],
    [{ endpointConfiguration: { types: ['PRIVATE'] } }, '501 NotImplementedException: The sandbox does not'],
    [{ endpointConfiguration: { types: [] } }, '400 BadRequestException: Invalid endpoint types specified'],
    [{ certificatePrivateKey: 'k' }, '501 NotImplementedException: '],
    [{ policy: '{}' }, '501 NotImplementedException: '],
    [{ routingMode: 'ROUTING_RULE_ONLY' }, '501 NotImplementedException: '],
    [{ securityPolicy: 'TLS_9' }, '400 ValidationException: '],
  ] as const)('C204 are refused where there is no such thing: %j', async (more, words) => {
    const { create, gateway } = await naming()

    expect(await refused(create(more as Partial<CreateDomainNameCommandInput>))).toContain(words)
    expect((await gateway.send(new GetDomainNamesCommand({}))).items).toEqual([])
  })

  it('C204 are there once, and are nobody else’s', async () => {
    const { create, gateway } = await naming()
    await create()

    expect(await refused(create())).toBe('400 BadRequestException: The domain name you provided already exists.')
    expect(await refused(gateway.send(new GetDomainNamesCommand({ resourceOwner: 'OTHER_ACCOUNTS' })))).toBe(
      '501 NotImplementedException: The sandbox does not emulate resourceOwner=OTHER_ACCOUNTS of GetDomainNames.',
    )
  })

  it('C8 have tags', async () => {
    const { create, gateway } = await naming()
    const { domainNameArn: resourceArn } = await create()
    await gateway.send(new TagResourceCommand({ resourceArn, tags: { a: 'b' } }))

    expect((await gateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ a: 'b' })
  })
})

describe('base path mappings', () => {
  it('C205 say which stage a path of a domain name is', async () => {
    const { create, map, gateway, of } = await naming()
    await create()
    const bare = await map()
    await map('pets', 'prod')

    expect(bare).toMatchObject({ $metadata: { httpStatusCode: 201 }, basePath: '(none)', restApiId: API })
    expect(bare).not.toHaveProperty('stage')
    expect((await gateway.send(new GetBasePathMappingsCommand(of))).items).toEqual([
      { basePath: '(none)', restApiId: API },
      { basePath: 'pets', restApiId: API, stage: 'prod' },
    ])
    const none = { ...of, basePath: '(none)' }
    expect(await gateway.send(new GetBasePathMappingCommand(none))).toMatchObject({ restApiId: API })
    await gateway.send(new DeleteBasePathMappingCommand(none))
    expect(await refused(gateway.send(new GetBasePathMappingCommand(none)))).toBe(
      '404 NotFoundException: Invalid base path mapping identifier specified',
    )
  })

  it('C205 are patched', async () => {
    const { create, map, gateway, of } = await naming()
    await create()
    await map('pets', 'prod')
    await map('other')
    const patch = (basePath: string, ...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateBasePathMappingCommand({ ...of, basePath, patchOperations }))

    expect(await patch('pets', replace('/restapiId', API), replace('/basePath', 'animals'))).toMatchObject({
      basePath: 'animals',
      restApiId: API,
      stage: 'prod',
    })
    expect(await patch('animals', { op: 'remove', path: '/stage' })).not.toHaveProperty('stage')
    expect(await patch('animals', replace('/stage', 'prod'))).toMatchObject({ stage: 'prod' })
    expect(await refused(patch('animals', replace('/basePath', 'other')))).toContain('409')
    expect(await refused(patch('animals', replace('/stage', 'nope')))).toContain('Invalid stage identifier')
    expect((await gateway.send(new GetBasePathMappingsCommand(of))).items).toHaveLength(2)
  })

  it.each([
    ['a/b', 'prod', API, "400 BadRequestException: API Gateway V1 doesn't support the slash character (/)"],
    ['a', 'nope', API, '400 BadRequestException: Invalid stage identifier specified'],
    ['a', 'prod', 'nope', '400 BadRequestException: Invalid REST API identifier specified'],
    ['pets', 'prod', API, '409 ConflictException: Base path already exists for this domain name'],
  ])('C205 are refused: %s %s %s', async (basePath, stage, api, words) => {
    const { create, map } = await naming()
    await create()
    await map('pets')

    expect(await refused(map(basePath, stage, api))).toContain(words)
  })
})
