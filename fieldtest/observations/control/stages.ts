import type { Observation } from '../../observation.js'
import { inner, pick } from '../../wire/answer.js'
import { patch, replace } from '../patching.js'

export const STAGES: readonly Observation[] = [
  {
    statement: 'C54',
    about: 'what a fresh stage shows',
    expected: {
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      cacheClusterSize: null,
      variables: null,
    },
    ask: ({ scratch, control }) =>
      scratch.stage(async (stage) =>
        pick(
          (await control(`GET ${stage}`)).json,
          'cacheClusterEnabled',
          'cacheClusterStatus',
          'methodSettings',
          'cacheClusterSize',
          'variables',
        ),
      ),
  },
  {
    statement: 'C3',
    about: 'how a stage has its times',
    expected: ['number', 'number'],
    ask: ({ scratch, control }) =>
      scratch.stage(async (stage) => {
        const { json } = await control(`GET ${stage}`)
        return [typeof json.createdDate, typeof json.lastUpdatedDate]
      }),
  },
  {
    statement: 'C40',
    about: 'what a batch with one bad operation changes',
    unknown: { row: 'U16' },
    expected: 'nothing',
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        await patch(world, stage, replace('/description', 'half'), replace('/nonsense', 'x'))
        return (await world.control(`GET ${stage}`)).json.description ?? 'nothing'
      }),
  },
  {
    statement: 'C43',
    about: 'description, variables, tracing; a deployment that there is not',
    expected: [
      { description: 'new', variables: { a: '1' }, tracingEnabled: true },
      '400 BadRequestException: Deployment id does not exist',
    ],
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        const changes = [
          replace('/description', 'new'),
          replace('/variables/a', '1'),
          replace('/tracingEnabled', 'true'),
        ]
        const { json } = await patch(world, stage, ...changes)
        const unknown = await patch(world, stage, replace('/deploymentId', 'zzzzzz'))
        return [pick(json, 'description', 'variables', 'tracingEnabled'), world.outcome(unknown)]
      }),
  },
  {
    statement: 'C44',
    about: 'promoting a canary that there is not; a copy that is none',
    expected: [
      '400 BadRequestException: Promotion not available. Canary does not exist.',
      '400 BadRequestException: Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]',
    ],
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        const copy = async (path: string, from: string) =>
          world.outcome(await patch(world, stage, { op: 'copy', path, from }))
        return [
          await copy('/deploymentId', '/canarySettings/deploymentId'),
          await copy('/canarySettings/stageVariableOverrides', '/variables'),
        ]
      }),
  },
  {
    statement: 'C45',
    about: 'whether an update moves lastUpdatedDate, and leaves createdDate',
    expected: [true, true],
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        const before = (await world.control(`GET ${stage}`)).json
        await world.sleep(2_000)
        const after = (await patch(world, stage, replace('/description', 'x'))).json
        return [
          Number(after.lastUpdatedDate) > Number(before.lastUpdatedDate),
          after.createdDate === before.createdDate,
        ]
      }),
  },
  {
    statement: 'C47',
    about: 'removing the description, replacing all settings at once, removing a variable',
    expected: [
      '400 BadRequestException: Cannot remove method setting description because there is no method setting for this method ',
      '400 BadRequestException: Invalid method setting path: /methodSettings.',
      '200',
    ],
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        await patch(world, stage, replace('/variables/a', '1'))
        const described = await patch(world, stage, { op: 'remove', path: '/description' })
        const whole = await patch(world, stage, replace('/methodSettings', '{}'))
        const variable = await patch(world, stage, { op: 'remove', path: '/variables/a' })
        return [
          world.outcome(described),
          world.outcome(whole).replace(/ Must be one of.*/, ''),
          world.outcome(variable),
        ]
      }),
  },
  {
    statement: 'C56',
    about: 'a second stage of one name; an unknown deployment',
    expected: ['409 ConflictException: Stage already exists', '400 BadRequestException: Deployment id does not exist'],
    ask: async ({ scratch, control, outcome }) =>
      scratch.stage(async (stage) => {
        const stages = `POST ${await scratch.api()}/stages`
        const deploymentId = await scratch.deployment()
        const stageName = stage.split('/').at(-1) ?? ''
        return [
          outcome(await control(stages, { stageName, deploymentId })),
          outcome(await control(stages, { stageName: 'another', deploymentId: 'zzzzzz' })),
        ]
      }),
  },
  {
    statement: 'C57',
    about: 'a stage with a size of a cluster that there is not',
    expected:
      "400 ValidationException: 1 validation error detected: Value '0.7' at 'createStageInput.cacheClusterSize' failed to satisfy constraint: Member must satisfy enum value set: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]",
    ask: async ({ scratch, control, outcome }) => {
      const body = { stageName: 'odd', deploymentId: await scratch.deployment(), cacheClusterSize: '0.7' }
      return outcome(await control(`POST ${await scratch.api()}/stages`, body))
    },
  },
  {
    statement: 'C58',
    about: 'what CreateStage keeps',
    expected: { description: 'd', variables: { a: '1' }, tracingEnabled: true, tags: { team: 'x' } },
    ask: async ({ scratch, control }) => {
      const stages = `${await scratch.api()}/stages`
      const deploymentId = await scratch.deployment()
      const kept = { description: 'd', variables: { a: '1' }, tracingEnabled: true, tags: { team: 'x' } }
      await control(`POST ${stages}`, { stageName: 'kept', deploymentId, ...kept })
      const { json } = await control(`GET ${stages}/kept`)
      await control(`DELETE ${stages}/kept`)
      return pick(json, 'description', 'variables', 'tracingEnabled', 'tags')
    },
  },
  {
    statement: 'C52',
    about: 'a deployment that makes a stage and one that moves it; a canary without a stage',
    expected: [
      true,
      true,
      '400 BadRequestException: Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null',
    ],
    ask: async ({ scratch, control, outcome }) => {
      await scratch.deployment()
      const api = await scratch.api()
      const deploy = (body: { stageName?: string; canarySettings?: { percentTraffic: number } }) =>
        control(`POST ${api}/deployments`, body)
      const shown = async () => (await control(`GET ${api}/stages/moved`)).json.deploymentId ?? 'none'
      const seen: boolean[] = []
      for (let time = 0; time < 2; time++) {
        const { json } = await deploy({ stageName: 'moved' })
        seen.push(json.id === (await shown()))
      }
      await control(`DELETE ${api}/stages/moved`)
      const canary = await deploy({ canarySettings: { percentTraffic: 10 } })
      return [...seen, outcome(canary)]
    },
  },
  {
    statement: 'C8',
    about: 'tags of a stage by its ARN',
    expected: [{ team: 'x', color: 'blue' }, { color: 'blue' }],
    ask: async ({ scratch, control, target }) =>
      scratch.stage(async (stage) => {
        const partition = target.region.startsWith('cn-') ? 'aws-cn' : 'aws'
        const arn = encodeURIComponent(`arn:${partition}:apigateway:${target.region}::${stage}`)
        const tags = async () => inner((await control(`GET /tags/${arn}`)).json, 'tags')
        await control(`PUT /tags/${arn}`, { tags: { team: 'x', color: 'blue' } })
        const before = await tags()
        await control(`DELETE /tags/${arn}?tagKeys=team`)
        return [before, await tags()]
      }),
  },
]
