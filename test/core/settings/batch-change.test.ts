import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../../src/core/aws/api.js'
import type { Connection } from '../../../src/core/aws/connection.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { openStage } from '../../../src/core/find/target.js'
import { setDefaults } from '../../../src/core/settings/defaults.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

const PATHS = Array.from({ length: 90 }, (_, i) => `GET /p${i}`)
const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: Object.fromEntries(PATHS.map((path) => [path, { integration: { type: 'MOCK' } }])),
      stages: {
        prod: {
          cluster: '0.5',
          settings: { '*/*': {}, ...Object.fromEntries(PATHS.map((one) => [one, {}])) },
        },
      },
    },
  ],
}

type Update = ControlPlane['updateStage']

/** The real client, with something between it and the stage. */
async function connectionWith(between: (update: Update) => Update): Promise<Connection> {
  const connection = await connectionTo(await withSandbox({ seed: SEED }))
  const { control } = connection
  return { ...connection, control: { ...control, updateStage: between(control.updateStage) } }
}

async function setTtl(connection: Connection, questions: string[] = []) {
  const stage = await openStage(connection, { api: 'pets', stage: 'prod' })
  return setDefaults(stage, {
    settings: { ttlSeconds: 9 },
    includeOverrides: true,
    timeoutMs: 60_000,
    onAsk: async (question) => {
      if (question.kind === 'overrides') questions.push(`${question.overrides.length} overrides`)
    },
  })
}

describe('a change of many settings', () => {
  it('goes on in halves where AWS finds it too large', async () => {
    const sizes: number[] = []
    const connection = await connectionWith((update) => async (ref, operations) => {
      if (operations.length > 30)
        throw new ApigwCacheError('failure', 'failure', 'AWS refused: Update size too large. Try again')
      sizes.push(operations.length)
      await update(ref, operations)
    })

    const { changed, defaults, shadowedBy } = await setTtl(connection)

    expect({ changed, shadowedBy, ttl: defaults?.ttlSeconds }).toEqual({
      changed: true,
      shadowedBy: [],
      ttl: 9,
    })
    expect(sizes).toEqual([20, 20, 20, 20, 11])
  })

  it('looks again after a lost answer in the middle, sends only the rest, and asks once', async () => {
    const sizes: number[] = []
    const connection = await connectionWith((update) => async (ref, operations) => {
      sizes.push(operations.length)
      if (sizes.length === 2) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' })
      await update(ref, operations)
    })
    const questions: string[] = []

    const { shadowedBy } = await setTtl(connection, questions)

    expect(shadowedBy).toEqual([])
    expect(sizes).toEqual([80, 11, 11])
    expect(questions).toEqual(['90 overrides'])
  })

  it('fails where AWS takes it but the stage does not show it', async () => {
    const connection = await connectionWith(() => async () => {})

    await expect(setTtl(connection)).rejects.toMatchObject({
      kind: 'failure',
      message: 'AWS accepted the change, but stage prod of API pets reads back ttlSeconds 300 in */*',
    })
  })
})
