import { expect, it } from 'vitest'
import { IMPORTS_NOT_EMULATED, NOT_EMULATED } from '../../../../src/sandbox/control/not-emulated.js'
import { buildAll } from './build-rest.js'
import { changeAll, deleteAll } from './change-all.js'
import { readAll } from './read-all.js'
import { recording } from './recording.js'
import { OPERATIONS, strays } from './service-model.js'

const REFUSED = [...NOT_EMULATED, ...IMPORTS_NOT_EMULATED].map(({ operation }) => operation)
/** Their answers are no JSON. */
const OTHER_BODIES = ['GetExport']

it('C220 every operation of the service model is answered with what the model has, or is not emulated', async () => {
  const { gateway, recorded, clock } = await recording()
  const built = await buildAll(gateway)
  await readAll(gateway, built)
  clock.advance(60_000)
  await changeAll(gateway, built)
  await deleteAll(gateway, built, () => clock.advance(60_000))

  const answered = new Set(recorded.map(({ operation }) => operation))
  const missing = OPERATIONS.filter(({ name }) => !answered.has(name) && !REFUSED.includes(name))
  expect(missing.map(({ name }) => name)).toEqual([])
  expect(REFUSED.filter((name) => answered.has(name))).toEqual([])

  const found = recorded.flatMap(({ operation, json }) => {
    const output = OPERATIONS.find(({ name }) => name === operation)?.output
    return OTHER_BODIES.includes(operation) ? [] : strays(output, json, operation)
  })
  expect(found).toEqual([])
})

it('C220 finds what is not in the model', () => {
  const output = OPERATIONS.find(({ name }) => name === 'GetRestApis')?.output

  expect(strays(output, { item: [{ id: 'a', createdDate: 1, endpointConfiguration: { types: [] } }] }, '')).toEqual([])
  expect(
    strays(output, { item: [{ id: 1, nope: 'x', endpointConfiguration: { types: 'EDGE' }, tags: [] }] }, ''),
  ).toEqual(['.item.0.id: 1', '.item.0.nope', '.item.0.endpointConfiguration.types: "EDGE"', '.item.0.tags: []'])
})
