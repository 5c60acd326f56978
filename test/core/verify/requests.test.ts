import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import { planProbes } from '../../../src/core/request/plan.js'
import { readOptions } from '../../../src/core/verify/options.js'
import { requestsFor } from '../../../src/core/verify/requests.js'
import { stageOf as seeded } from '../../commands/verify/stages.js'
import { withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

describe('a request to verify', () => {
  it('knows what is mapped into the cache key', async () => {
    const stage = await openStageOf(await withSandbox(seeded()))
    const { plans, seen } = await planProbes(stage, { paths: ['/stamped'], base: null, method: 'GET' })
    const mapped = plans.map((plan) => ({
      ...plan,
      method: plan.method && { ...plan.method, keys: ['integration.querystring.text'] },
      deployed: plan.deployed && { ...plan.deployed, sources: ['method.request.querystring.q'] },
    }))

    const [request] = requestsFor(
      { stage, spelling: CALLS },
      { plans: mapped, seen },
      readOptions({ paths: ['/stamped'] }),
    )

    expect(request?.known?.keys).toEqual(['integration.querystring.text', 'querystring.q'])
  })
})
