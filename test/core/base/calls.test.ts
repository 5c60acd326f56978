import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import type { Step } from '../../../src/core/base/spelling.js'
import { stageOf } from '../../../src/stage.js'
import { withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

const PET = "{ method: 'GET', path: '/pets/{id}' }"
const STEPS: readonly (readonly [Step, string])[] = [
  [{ verb: 'flush' }, 'stage.flush()'],
  [{ verb: 'enable', options: { size: '1.6' } }, "stage.enable({ size: '1.6' })"],
  [{ verb: 'wait', words: ['gone'] }, "stage.wait({ until: 'gone' })"],
  [{ verb: 'keys list', words: ['GET', '/pets/{id}'] }, `stage.keys(${PET})`],
  [{ verb: 'keys list' }, 'stage.keys()'],
  [
    { verb: 'keys add', words: ['GET', '/pets/{id}', 'path.id'], options: { deploy: true } },
    `stage.changeKeys({ method: ${PET}, add: [parseKey('path.id')], deploy: true })`,
  ],
  [
    { verb: 'keys remove', words: ['GET', '/pets/{id}', 'path.id'] },
    `stage.changeKeys({ method: ${PET}, remove: [parseKey('path.id')] })`,
  ],
  [{ verb: 'keys add' }, 'stage.changeKeys()'],
  [
    { verb: 'override', words: ['GET', '/pets/{id}'], options: { caching: false, ttlSeconds: '60' } },
    `stage.override({ method: ${PET}, settings: { caching: false, ttlSeconds: 60 } })`,
  ],
  [
    { verb: 'override', words: ['GET', '/pets/{id}'], options: { remove: true, allSettings: true } },
    `stage.removeOverride({ method: ${PET}, allSettings: true })`,
  ],
  [{ verb: 'override', options: { cleanStrays: true } }, 'stage.cleanStrays()'],
  [{ verb: 'override' }, 'stage.override()'],
  [
    { verb: 'verify', words: ["/o'hara"], options: { vary: ['querystring.a=1,2'] } },
    "stage.verify({ paths: ['/o\\'hara'], vary: ['querystring.a=1,2'] })",
  ],
  [{ verb: 'invalidate', words: ['/pets/1'] }, "stage.invalidate({ paths: ['/pets/1'] })"],
  [
    { verb: 'policy invalidate', words: ['GET', '/pets/{id}'] },
    `stage.policy({ kind: 'invalidate', methods: [${PET}] })`,
  ],
]

describe('what a user of the library is told to call', () => {
  it.each(STEPS)('is a call as it would be written: %j', (step, written) => {
    expect(CALLS.step(step)).toBe(written)
  })

  it('is a method that a stage has', async () => {
    const stage = stageOf(await openStageOf(await withSandbox()))
    const names = STEPS.map(([step]) => CALLS.step(step).split(/[.(]/)[1] ?? '')

    expect(names.filter((name) => typeof Reflect.get(stage, name) !== 'function')).toEqual([])
  })
})
