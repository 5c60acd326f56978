import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import { planProbes } from '../../../src/core/request/plan.js'
import { readOptions } from '../../../src/core/verify/options.js'
import { requestsFor } from '../../../src/core/verify/requests.js'
import { stageOf as seeded } from '../../commands/verify/stages.js'
import { withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

describe('a request to verify', () => {
  it('is shown with the name of what is varied, and without what is secret', async () => {
    const open = { cachingEnabled: true, requireAuthorizationForCacheControl: false }
    const stage = await openStageOf(await withSandbox(seeded({ '*/*': open })))
    const requested = async (path: string, vary: readonly string[]) => {
      const planned = await planProbes(stage, { paths: [path], base: null, method: 'GET' })
      return requestsFor({ stage, spelling: CALLS }, planned, readOptions({ paths: [path], vary }))
    }

    const [varied] = await requested('/loose/{id}?a={b}', ['path.id=1,2'])
    const [given] = await requested('/loose/7', ['path.id=1,2'])
    const [secret] = await requested(`/loose/${'3f78'.repeat(10)}`, [])

    expect(varied?.url).toMatch(/\/loose\/\{id\}\?a=%7Bb%7D$/)
    expect(varied?.advice.removal).toContain("paths: ['/loose/1?a=%7Bb%7D']")
    expect(given?.url).toMatch(/\/loose\/7$/)
    expect(secret?.url).toMatch(/\/loose\/\[redacted\]$/)
    expect(secret?.advice.removal).toMatch(/^invalidate it with the same URL, or flush\n/)
  })

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
