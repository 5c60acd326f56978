import { CreateDeploymentCommand, type PatchOperation } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, patching, refused, refusedOver, replace, running } from '../../support/sandbox.js'

describe('UpdateStage', () => {
  it('C37 refuses add, move and test on what can only be replaced', async () => {
    const { patch } = await patching()

    for (const op of ['add', 'move', 'test'] as const) {
      expect(await refused(patch({ op, path: '/canarySettings/deploymentId', value: 'x' }))).toBe(
        `400 BadRequestException: Invalid ${op} operation with path: /canarySettings/deploymentId`,
      )
    }
  })

  it('C38 answers unknown operations all at once', async () => {
    const { http } = await running()
    const patchOperations = [
      { op: 'wrong', path: '/a' },
      { op: 'replace', path: '/description', value: 'x' },
      { op: 'bad', path: '/b' },
    ]
    const problem = (op: string, index: number) =>
      `Value '${op}' at 'updateStageInput.patchOperations.${index}.member.op' failed to satisfy constraint: ` +
      'Member must satisfy enum value set: [add, remove, move, test, replace, copy]'

    expect(await refusedOver(http(`PATCH /restapis/${API}/stages/prod`, JSON.stringify({ patchOperations })))).toBe(
      `400 ValidationException: 2 validation errors detected: ${problem('wrong', 1)}; ${problem('bad', 3)}`,
    )
  })

  it.each([
    [true, 'java.lang.Boolean'],
    [300, 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'],
    [0.5, 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'],
  ])('C39 takes only strings as values: %j', async (value, type) => {
    const { http } = await running()
    const patchOperations = [{ op: 'replace', path: '/*/*/caching/enabled', value }]

    expect(await refusedOver(http(`PATCH /restapis/${API}/stages/prod`, JSON.stringify({ patchOperations })))).toBe(
      `400 SerializationException: class ${type} can not be converted to an String`,
    )
  })

  it('C40 applies a batch in order, and none of it when one operation is bad', async () => {
    const { patch, read } = await patching()

    await patch(replace('/description', 'first'), replace('/description', 'second'))
    const bad = [
      replace('/description', 'x'),
      replace('/cacheClusterEnabled', 'true'),
      replace('/*/*/caching/enabled', 'true'),
      replace('/variables/a', 'b'),
    ]
    await refused(patch(...bad, replace('/*/*/caching/ttlInSeconds', '4000')))

    const left = await read()
    expect(left).toMatchObject({
      description: 'second',
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
    })
    expect(left.variables).toBeUndefined()
  })

  it('C41 refuses more than a hundred operations at once', async () => {
    const { patch } = await patching()
    const operations = (count: number) => Array.from({ length: count }, () => replace('/description', 'x'))

    await patch(...operations(100))
    expect(await refused(patch(...operations(101)))).toBe(
      '400 BadRequestException: Update size too large. Try updating stage in multiple UpdateStage operations',
    )
  })

  it('C42 refuses a size that does not exist', async () => {
    const { patch } = await patching()

    expect(await refused(patch(replace('/cacheClusterSize', '0.7')))).toBe(
      '400 BadRequestException: Invalid cache cluster size',
    )
  })

  it('C43 changes description, variables, tracing, logs and the deployment', async () => {
    const { patch, gateway } = await patching()
    const { id = '' } = await gateway.send(new CreateDeploymentCommand({ restApiId: API }))
    const log = {
      destinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:a',
      format: '$context.requestId',
    }

    const changed = await patch(
      replace('/description', 'd'),
      replace('/variables/a~1b', 'c'),
      replace('/variables/gone', 'x'),
      replace('/tracingEnabled', 'true'),
      replace('/deploymentId', id),
      { op: 'add', path: '/accessLogSettings/destinationArn', value: log.destinationArn },
      replace('/accessLogSettings/format', log.format),
      { op: 'remove', path: '/variables/gone' },
    )

    expect(changed).toMatchObject({
      description: 'd',
      variables: { 'a/b': 'c' },
      tracingEnabled: true,
      deploymentId: id,
      accessLogSettings: log,
    })
    expect(changed.variables).not.toHaveProperty('gone')
    expect((await patch({ op: 'remove', path: '/accessLogSettings' })).accessLogSettings).toBeUndefined()
  })

  it('C43 refuses a deployment that does not exist', async () => {
    const { patch } = await patching()

    expect(await refused(patch(replace('/deploymentId', 'nope')))).toBe(
      '400 BadRequestException: Deployment id does not exist',
    )
  })

  it('C44 makes, promotes and removes a canary', async () => {
    const { patch, gateway, read } = await patching()
    const { id = '' } = await gateway.send(new CreateDeploymentCommand({ restApiId: API }))
    const promote: PatchOperation[] = [
      { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
      { op: 'copy', path: '/variables', from: '/canarySettings/stageVariableOverrides' },
      { op: 'remove', path: '/canarySettings' },
    ]

    expect(await refused(patch(...promote))).toBe(
      '400 BadRequestException: Promotion not available. Canary does not exist.',
    )
    await patch(
      replace('/canarySettings/deploymentId', id),
      replace('/canarySettings/percentTraffic', '12.5'),
      replace('/canarySettings/useStageCache', 'true'),
      replace('/canarySettings/stageVariableOverrides/color', 'red'),
    )
    expect((await read()).canarySettings).toEqual({
      deploymentId: id,
      percentTraffic: 12.5,
      useStageCache: true,
      stageVariableOverrides: { color: 'red' },
    })
    const promoted = await patch(...promote)
    expect(promoted).toMatchObject({ deploymentId: id, variables: { color: 'red' } })
    expect(promoted.canarySettings).toBeUndefined()
  })

  it('C44 copies nothing else', async () => {
    const { patch } = await patching()

    expect(
      await refused(patch({ op: 'copy', path: '/canarySettings/stageVariableOverrides', from: '/variables' })),
    ).toBe(
      '400 BadRequestException: Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. ' +
        'Valid copy:path are [/deploymentId, /variables] and valid copy:from are ' +
        '[/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]',
    )
  })

  it.each(['-0.1', '100.1', 'half', ''])('C48 refuses %j as a share of the traffic', async (value) => {
    const { patch } = await patching()

    expect(await refused(patch(replace('/canarySettings/percentTraffic', value)))).toBe(
      '400 BadRequestException: Percent traffic must be between 0.0 and 100.0',
    )
  })

  it('C45 notes when the stage was last updated', async () => {
    const { patch, read, clock } = await patching()
    const { createdDate } = await read()
    clock.advance(61_000)

    const { lastUpdatedDate } = await patch(replace('/description', 'x'))

    expect(lastUpdatedDate?.getTime()).toBe((createdDate?.getTime() ?? 0) + 61_000)
  })
})
