import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  UpdateDeploymentCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building, integrationOf } from '../support/building.js'
import { API, PROD, refused, refusedOver, replace } from '../support/sandbox.js'

async function deploying() {
  const run = await building()
  const { gateway, http } = run
  return {
    ...run,
    deploy: (more: object = {}) => gateway.send(new CreateDeploymentCommand({ restApiId: API, ...more })),
    stage: (stageName = 'prod') => gateway.send(new GetStageCommand({ ...PROD, stageName })),
    get: async (path: string, stage = 'prod') =>
      (await http(`GET /restapis/${API}/${stage}/_user_request_${path}`)).status,
  }
}

describe('deployments', () => {
  it('C50 need a method, and an integration for each', async () => {
    const { gateway, resource, method, deploy } = await deploying()
    const empty = await building({ seed: { apis: [{ id: API, name: 'a', methods: {}, stages: {} }] } })
    const of = await method(await resource('/', 'items'))

    expect(await refused(empty.gateway.send(new CreateDeploymentCommand({ restApiId: API })))).toBe(
      "400 BadRequestException: The REST API doesn't contain any methods",
    )
    expect(await refused(deploy())).toBe('400 BadRequestException: No integration defined for method')
    await gateway.send(integrationOf(of).mock())
    expect((await deploy({ description: 'd' })).description).toBe('d')
  })

  it('C224 tell what methods ask of their callers, where that is asked for', async () => {
    const { gateway, deploy } = await deploying()
    const { id: deploymentId, ...bare } = await deploy()
    const embed = ['apisummary']
    const apiSummary = { '/pets/{id}': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } }

    expect(bare).not.toHaveProperty('apiSummary')
    expect(await gateway.send(new GetDeploymentCommand({ restApiId: API, deploymentId, embed }))).toMatchObject({
      apiSummary,
    })
  })

  it('C51 freeze the API: what changes after one is not served until the next', async () => {
    const { gateway, resource, method, deploy, get } = await deploying()
    const of = await method(await resource('/', 'items'))
    await gateway.send(integrationOf(of).mock({ requestTemplates: { 'application/json': '{"statusCode": 200}' } }))

    expect([await get('/pets/1'), await get('/items')]).toEqual([200, 403])
    await deploy({ stageName: 'prod' })
    expect(await get('/items')).not.toBe(403)
  })

  it('C52 make the stage that they name, or move it', async () => {
    const { deploy, stage } = await deploying()

    const first = await deploy({
      stageName: 'dev',
      stageDescription: 'd',
      variables: { a: '1' },
      tracingEnabled: true,
    })
    const second = await deploy({ stageName: 'dev', variables: { b: '2' } })

    expect(await stage('dev')).toMatchObject({
      deploymentId: second.id,
      description: 'd',
      variables: { a: '1', b: '2' },
      tracingEnabled: true,
    })
    expect(first.id).not.toBe(second.id)
  })

  it('C52 become the canary of a stage where they are asked to, which must be named', async () => {
    const { deploy, stage } = await deploying()
    const { deploymentId } = await stage()
    const canarySettings = { percentTraffic: 10, useStageCache: true }

    const { id } = await deploy({ stageName: 'prod', canarySettings })

    expect(await stage()).toMatchObject({
      deploymentId,
      canarySettings: { ...canarySettings, deploymentId: id },
    })
    expect(await refused(deploy({ stageName: 'nope', canarySettings }))).toBe(
      '400 BadRequestException: Invalid deployment content specified.Stage nope must already be created before making ' +
        'a canary release deployment',
    )
    expect(await refused(deploy({ canarySettings }))).toBe(
      '400 BadRequestException: Invalid deployment content specified.Non null and non empty stageName must be provided for ' +
        'canary deployment. Provided value is null',
    )
  })

  it('C53 can be described, listed in pages, and deleted while no stage runs them', async () => {
    const { gateway, deploy, stage } = await deploying()
    const ids = [(await stage()).deploymentId]
    for (let count = 0; count < 4; count++) ids.push((await deploy()).id)
    const of = { restApiId: API, deploymentId: ids.at(-1) }

    await gateway.send(new UpdateDeploymentCommand({ ...of, patchOperations: [replace('/description', 'new')] }))
    const page = await gateway.send(new GetDeploymentsCommand({ restApiId: API, limit: 4 }))

    expect((await gateway.send(new GetDeploymentCommand(of))).description).toBe('new')
    expect(page.items?.map(({ id }) => id)).toEqual(ids.slice(0, 4))
    expect((await gateway.send(new DeleteDeploymentCommand(of))).$metadata.httpStatusCode).toBe(202)
    expect(await refused(gateway.send(new GetDeploymentCommand(of)))).toBe(
      '404 NotFoundException: Invalid Deployment identifier specified',
    )
    expect(await refused(gateway.send(new DeleteDeploymentCommand({ ...of, deploymentId: ids[0] })))).toBe(
      '400 BadRequestException: Active stages pointing to this deployment must be moved or deleted',
    )
  })
})

describe('stages', () => {
  it('C54 show nothing that is not set, but an empty map of method settings', async () => {
    const { gateway, http, stage } = await deploying()
    const { deploymentId } = await stage()
    await gateway.send(new CreateStageCommand({ restApiId: API, stageName: 'dev', deploymentId }))

    expect(await (await http(`GET /restapis/${API}/stages/dev`)).json()).toEqual({
      deploymentId,
      stageName: 'dev',
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
      createdDate: 1_767_225_600,
      lastUpdatedDate: 1_767_225_600,
    })
  })

  it('C55 are listed all at once, or those of one deployment', async () => {
    const { gateway, deploy, http } = await deploying()
    const { id } = await deploy({ stageName: 's1' })
    for (const stageName of ['s2', 's3', 's4', 's5']) await deploy({ stageName })
    const names = async (deploymentId?: string) =>
      (await gateway.send(new GetStagesCommand({ restApiId: API, deploymentId }))).item?.map(
        ({ stageName }) => stageName,
      )

    expect(await names()).toEqual(['prod', 's1', 's2', 's3', 's4', 's5'])
    expect(await names(id)).toEqual(['s1'])
    expect(Object.keys(Object(await (await http(`GET /restapis/${API}/stages`)).json()))).toEqual(['item'])
  })

  it('C56 exist once, for a deployment that exists', async () => {
    const { gateway, stage } = await deploying()
    const { deploymentId } = await stage()
    const create = (more: object) => gateway.send(new CreateStageCommand({ ...PROD, deploymentId, ...more }))

    expect(await refused(create({}))).toBe('409 ConflictException: Stage already exists')
    expect(await refused(create({ stageName: 'dev', deploymentId: 'nope' }))).toBe(
      '400 BadRequestException: Deployment id does not exist',
    )
    expect(await refused(create({ stageName: 'a/b' }))).toContain(
      '400 BadRequestException: Stage name only allows a-zA-Z0-9_-',
    )
  })

  it('C57 refuse a cluster size that is not one of the eight', async () => {
    const { http, stage } = await deploying()
    const { deploymentId } = await stage()

    expect(
      await refusedOver(
        http(
          `POST /restapis/${API}/stages`,
          JSON.stringify({ stageName: 'dev', deploymentId, cacheClusterSize: '0.7' }),
        ),
      ),
    ).toBe(
      "400 ValidationException: 1 validation error detected: Value '0.7' at 'createStageInput.cacheClusterSize' failed to " +
        'satisfy constraint: Member must satisfy enum value set: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]',
    )
  })

  it('C58 keep what they were created with', async () => {
    const { gateway, stage } = await deploying()
    const { deploymentId } = await stage()
    const given = {
      description: 'd',
      documentationVersion: '1',
      tracingEnabled: true,
      variables: { a: 'b' },
      tags: { c: 'd' },
      canarySettings: {
        percentTraffic: 5,
        deploymentId,
        stageVariableOverrides: { a: 'c' },
        useStageCache: true,
      },
    }

    expect(
      await gateway.send(new CreateStageCommand({ restApiId: API, stageName: 'dev', deploymentId, ...given })),
    ).toMatchObject(given)
  })
})
