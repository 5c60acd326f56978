import { expect, it } from 'vitest'
import { readingExportOnce } from '../../../src/core/find/methods.js'
import { refOf } from '../../../src/core/gateway/stage.js'
import { withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

it('the deployed API is read once for each deployment that the stage turns out to run', async () => {
  const bench = await withSandbox()
  const stage = await openStageOf(bench)
  const ref = refOf(stage.target)
  const { control } = readingExportOnce(stage).connection
  const reads = () => bench.sent().filter((one) => one === 'GetExport').length
  bench.sent()

  await control.deployedExport(ref)
  await control.stage(ref)
  await control.deployedExport(ref)
  expect(reads()).toBe(1)

  await control.createDeployment(ref, '')
  await control.stage(ref)
  await control.deployedExport(ref)
  expect(reads()).toBe(1)
})
