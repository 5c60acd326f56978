import { describe, expect, it } from 'vitest'
import { parseKey } from '../../../src/core/gateway/key.js'
import { changeKeys } from '../../../src/core/keys/change.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'
import { connectionTo, openStageOf } from '../../support/connection.js'
import { behind, elsewhere } from '../../support/elsewhere.js'

const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: {
        'GET /users': {
          integration: { type: 'MOCK' },
          parameters: ['querystring.type', 'querystring.department'],
        },
      },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
    },
  ],
}
const ADD = 'keys add GET /users querystring.type --stage prod --deploy'
const API = '/restapis/aaaaaaaaaa'

const writes = ({ sent }: Bench) => sent().filter((one) => !one.startsWith('Get'))
const deployElsewhere = (bench: Bench) => elsewhere(bench, 'POST', `${API}/deployments`, { stageName: 'prod' })
const isIntegration = (method: string, path: string) => method === 'PATCH' && path.endsWith('/integration')

describe('what happens on the stage between the question and the deployment', () => {
  it('a canary that appears in between is refused: nothing is deployed to it', async () => {
    const bench = await withSandbox({ seed: SEED })

    const { code, stderr } = await bench.cli(ADD, {
      answers: [true],
      whileAsked: () =>
        elsewhere(bench, 'PATCH', `${API}/stages/prod`, {
          patchOperations: [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '10' }],
        }),
    })

    expect(stderr).toContain('error: the keys are written but not deployed: stage prod of API pets has a canary')
    expect(code).toBe(1)
    expect(writes(bench)).toEqual(['UpdateStage', 'UpdateIntegration'])
  })

  it('a deployment of somebody else without the keys is not overwritten', async () => {
    const bench = await withSandbox({ seed: SEED })

    const { code, stderr } = await bench.cli(ADD, {
      answers: [true],
      whileAsked: () => deployElsewhere(bench),
    })

    expect(stderr).toContain(
      'error: the keys are written but not deployed: somebody else has deployed to stage prod of API pets in the meantime',
    )
    expect(code).toBe(1)
    expect(writes(bench)).toEqual(['CreateDeployment', 'UpdateIntegration'])
  })

  it('a deployment of somebody else that runs the keys already is taken for the one that was wanted', async () => {
    const bench = await withSandbox({ seed: SEED })
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      const answer = await forward()
      if (isIntegration(method, path)) await deployElsewhere(bench)
      return answer
    })

    const { code, stdout, stderr } = await runCli(`${ADD} --yes -o json`, bench.clock, endpoint)

    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
    const { methods, changed, deployment } = JSON.parse(stdout)
    expect({ methods, changed }).toMatchObject({
      methods: [{ keys: ['querystring.type'], pendingKeys: null }],
      changed: true,
    })
    expect(deployment.id).not.toBe(deployment.previous)
    expect(writes(bench)).toEqual(['UpdateIntegration', 'CreateDeployment'])
  })

  it('a deployment of somebody else with other keys of the method is not what was agreed to', async () => {
    const bench = await withSandbox({ seed: SEED })
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      const answer = await forward()
      if (!isIntegration(method, path)) return answer
      await elsewhere(bench, 'PATCH', path, {
        patchOperations: [{ op: 'add', path: '/cacheKeyParameters/method.request.querystring.department', value: '' }],
      })
      await deployElsewhere(bench)
      return answer
    })

    const { code, stderr } = await runCli(`${ADD} --yes`, bench.clock, endpoint)

    expect(stderr).toContain('error: the keys are written but not deployed: the API was changed in the meantime')
    expect(code).toBe(1)
  })

  it('caching that somebody gives a method meanwhile is judged before the deployment', async () => {
    const [api] = SEED.apis
    const orders = { 'GET /orders/{id}': { integration: { type: 'MOCK' }, keys: ['path.id'] } } as const
    const settings = {
      '*/*': { cachingEnabled: true },
      'GET /orders/{id}': { cachingEnabled: false },
    }
    const bench = await withSandbox({
      seed: {
        apis: [
          {
            ...api,
            name: 'pets',
            methods: { ...api?.methods, ...orders },
            stages: { prod: { cluster: '0.5', settings } },
          },
        ],
      },
    })
    await bench.cli('keys remove GET /orders/{id} path.id --stage prod')
    bench.sent()
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      const answer = await forward()
      if (!isIntegration(method, path)) return answer
      await elsewhere(bench, 'PATCH', `${API}/stages/prod`, {
        patchOperations: [{ op: 'remove', path: '/~1orders~1{id}/GET' }],
      })
      return answer
    })

    const { code, stderr } = await runCli(`${ADD} --yes --deploy-all`, bench.clock, endpoint)

    expect(stderr).toContain('GET /orders/{id} was given caching in the meantime')
    expect(code).toBe(1)
    expect(writes(bench)).not.toContain('CreateDeployment')
  })
})

describe('a deployment', () => {
  it('is there when the stage names it, not when its export already shows the keys', async () => {
    const bench = await withSandbox({ seed: SEED })
    const stage = `${API}/stages/prod`
    let before: string | null = null
    let stale = 0
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      if (method === 'GET' && path === stage && stale > 0 && before !== null) {
        stale--
        return { status: 200, body: before }
      }
      const answer = await forward()
      if (method === 'GET' && path === stage) before = answer.body
      // The next look at the stage still gets what it was before the deployment.
      if (method === 'POST' && path === `${API}/deployments`) stale = 1
      return answer
    })

    const { code, stdout } = await runCli(`${ADD} --yes -o json`, bench.clock, endpoint)

    expect(code).toBe(0)
    expect(stale).toBe(0)
    const { deployment } = JSON.parse(stdout)
    expect(deployment.id).not.toBe(deployment.previous)
    expect(writes(bench)).toEqual(['UpdateIntegration', 'CreateDeployment'])
  })

  it('may have been made where Ctrl-C came before its answer', async () => {
    const bench = await withSandbox({ seed: SEED })
    bench.sandbox.faults.next = [{ kind: 'lost', method: 'POST' }]

    const { code, stderr } = await bench.cli(`${ADD} --yes -v`, { interruptAt: '> lost' })

    expect(stderr).toContain(
      'error: the keys are written, but may not be deployed: interrupted, and stage prod of API pets is AVAILABLE',
    )
    expect(stderr).toContain('to deploy them:\n  apigw-cache keys add GET /users querystring.type')
    expect(code).toBe(130)
  })

  it('may have been made where the time ran out on it', async () => {
    const bench = await withSandbox({ seed: SEED })
    bench.sandbox.faults.next = Array.from({ length: 1000 }, () => ({ kind: 'conflict', method: 'POST' }))

    const { code, stderr } = await bench.cli(`${ADD} --yes --timeout 2m`)

    expect(stderr).toContain(
      'error: the keys are written, but may not be deployed: stage prod of API pets is still busy with another change; stage prod of API pets is AVAILABLE\n',
    )
    expect(stderr).not.toContain('AWS has accepted')
    expect(code).toBe(5)
  })

  it('was not made where Ctrl-C came while the plan was looked at once more', async () => {
    const stage = await openStageOf(await withSandbox({ seed: SEED }), { api: 'pets', stage: 'prod' })
    const { connection } = stage
    const { control, retry } = connection
    const quit = new AbortController()
    let reads = 0
    const methods: typeof control.methods = async (apiId) => {
      if (++reads > 1) {
        quit.abort()
        throw quit.signal.reason
      }
      return control.methods(apiId)
    }
    const interrupted = {
      ...stage,
      connection: {
        ...connection,
        retry: { ...retry, signal: quit.signal },
        control: { ...control, methods },
      },
    }

    await expect(
      changeKeys(interrupted, {
        method: { method: 'GET', path: '/users' },
        add: [parseKey('querystring.type')],
        deploy: true,
      }),
    ).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringMatching(
        /^the keys are written but not deployed: interrupted, and stage prod of API pets (is|was) AVAILABLE/,
      ),
    })
  })
})

describe('a deployment that AWS has accepted and shows late', () => {
  it('is not made again, however often the looks in between fail', async () => {
    const bench = await withSandbox({ seed: SEED })
    const first = await runningOn(bench)
    let isMade = false
    let looks = 0
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      if (isMade && path.includes('/exports/') && ++looks < 12) return { status: 502, body: '' }
      const answer = await forward()
      isMade ||= method === 'POST' && path.endsWith('/deployments')
      const isOld = isMade && looks < 14 && path.endsWith('/stages/prod')
      return isOld ? { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), deploymentId: first }) } : answer
    })

    const { code, stdout } = await runCli(`${ADD} --yes --timeout 10m -o json`, bench.clock, endpoint)

    expect(JSON.parse(stdout)).toMatchObject({ changed: true, deployment: { previous: first } })
    expect(looks).toBeGreaterThanOrEqual(14)
    expect(writes(bench)).toEqual(['UpdateIntegration', 'CreateDeployment'])
    expect(code).toBe(0)
  })

  it('is said to be made where it is never seen', async () => {
    const bench = await withSandbox({ seed: SEED })
    const first = await runningOn(bench)
    let isMade = false
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      if (isMade && path.includes('/exports/')) return { status: 502, body: '' }
      const answer = await forward()
      isMade ||= method === 'POST' && path.endsWith('/deployments')
      const isOld = isMade && path.endsWith('/stages/prod')
      return isOld ? { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), deploymentId: first }) } : answer
    })

    const { code, stderr } = await runCli(`${ADD} --yes --timeout 3m`, bench.clock, endpoint)

    expect(stderr).toContain('the keys are written and the deployment was made, but it could not be seen: ')
    expect(stderr).not.toContain('not deployed')
    expect(writes(bench)).toEqual(['UpdateIntegration', 'CreateDeployment'])
    expect(code).not.toBe(0)
  })
})

async function runningOn(bench: Bench): Promise<string | null> {
  const { control } = await connectionTo(bench)
  return (await control.stage({ apiId: 'aaaaaaaaaa', stage: 'prod' })).deploymentId
}
