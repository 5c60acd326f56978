import { describe, expect, it } from 'vitest'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { gateway } from '../support/gateway.js'
import { deploy } from '../support/world.js'

const named: Handler = ({ stageVariables }) => ({ statusCode: 200, body: stageVariables?.name ?? '' })

function withCanary(useStageCache: boolean, random: () => number) {
  const made = gateway({ 'GET /pets': { handler: 'named' } }, { handlers: { named }, random })
  deploy(made.api, 'deploy2', { 'GET /pets': {} })
  made.stage.variables.name = 'stage'
  made.stage.canary = {
    percentTraffic: 25,
    deploymentId: 'deploy2',
    stageVariableOverrides: { name: 'canary' },
    useStageCache,
  }
  return made
}

describe('a canary', () => {
  it('D25 gets its share of the requests, with its own deployment and stage variables', async () => {
    let chance = 0.24
    const { send, api, stage } = withCanary(true, () => chance)
    deploy(api, 'deploy2', { 'GET /pets': { handler: 'named' } })
    expect((await send('/pets')).body).toBe('canary')
    chance = 0.25
    expect((await send('/pets')).body).toBe('stage')

    stage.canary = null
    chance = 0
    expect((await send('/pets')).body).toBe('stage')
  })

  it('K28 is cached only where it uses the stage cache, apart from the other deployment', async () => {
    let chance = 0
    const random = () => chance
    const without = withCanary(false, random)
    expect([(await without.send('/pets')).body, (await without.send('/pets')).body]).toEqual([
      '{"call":1}',
      '{"call":2}',
    ])

    chance = 0.9
    const using = withCanary(true, random)
    expect((await using.send('/pets')).body).toBe('stage')
    chance = 0
    expect([(await using.send('/pets')).body, (await using.send('/pets')).body]).toEqual(['{"call":1}', '{"call":1}'])
  })
})
