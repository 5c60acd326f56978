import {
  CreateUsagePlanCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  GetUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { API, PETS, PROD, refused, running } from '../support/sandbox.js'

async function planned(options: SandboxOptions = {}) {
  const run = await running({
    seed: { apis: [{ ...PETS, stages: { prod: {}, dev: {} } }] },
    ...options,
  })
  const apiStages = ['prod', 'dev'].map((stage) => ({ apiId: API, stage }))
  const { id: usagePlanId = '' } = await run.gateway.send(new CreateUsagePlanCommand({ name: 'p', apiStages }))
  return {
    ...run,
    usagePlanId,
    stages: async () => {
      const plan = await run.gateway.send(new GetUsagePlanCommand({ usagePlanId }))
      return plan.apiStages?.map(({ stage }) => stage)
    },
    deletePlan: () => run.gateway.send(new DeleteUsagePlanCommand({ usagePlanId })),
  }
}

it('C207 a usage plan that has stages is not deleted', async () => {
  const { deletePlan, usagePlanId, gateway, stages } = await planned()

  expect(await refused(deletePlan())).toBe(
    `400 BadRequestException: Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${API}:prod`,
  )
  await gateway.send(new DeleteStageCommand(PROD))
  expect(await stages()).toEqual(['dev'])
  await gateway.send(new DeleteRestApiCommand({ restApiId: API }))
  expect(await stages()).toEqual([])
  await deletePlan()
})

it('C207 a deleted stage stays in its plans where the knob says so', async () => {
  const { gateway, stages, deletePlan } = await planned({ knobs: { deletedStageInPlan: 'keep' } })
  await gateway.send(new DeleteStageCommand(PROD))

  expect(await stages()).toEqual(['prod', 'dev'])
  await gateway.send(new DeleteRestApiCommand({ restApiId: API }))
  expect(await refused(deletePlan())).toContain('400 BadRequestException: Cannot delete Usage Plan')
})
