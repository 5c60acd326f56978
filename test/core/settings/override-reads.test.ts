import { expect, it } from 'vitest'
import { readingOnce } from '../../../src/core/settings/override-reads.js'
import { withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

it('the deployed API is read once for each deployment that the stage turns out to run', async () => {
  const bench = await withSandbox()
  const connection = await connectionTo(bench)
  const [api] = await connection.control.restApis()
  const ref = { apiId: api?.id ?? '', stage: 'prod' }
  const { deploymentId } = await connection.control.stage(ref)
  const { control } = readingOnce(connection, deploymentId)
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
