import { describe, expect, it } from 'vitest'
import { applyFiles } from '../../../src/core/declare/files.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, type CliOptions, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'
import { behind } from '../../support/elsewhere.js'

type Stages = Seed['apis'][number]['stages']

const seedOf = (stages: Stages): Seed => ({
  apis: [
    {
      ...{ id: '0123456789', name: 'pets', stages },
      methods: { 'GET /users': { integration: { type: 'MOCK' } } },
    },
  ],
})
const CACHED: Stages = {
  prod: {
    cluster: '0.5',
    settings: { '*/*': { cachingEnabled: true }, 'GET /users': { cachingEnabled: true } },
  },
}
const textOf = (...stages: readonly object[]) =>
  JSON.stringify({ version: 1, stages: stages.map((stage) => ({ api: 'pets', stage: 'prod', ...stage })) })
const fileOf = (...stages: readonly object[]) => ({ 'apigw-cache.yaml': textOf(...stages) })
const KEYED = fileOf({ methods: { 'GET /users': { caching: true, ttl: 60, keys: ['querystring.type'] } } })
const APPLY = 'apply --yes --deploy --deploy-all -o json'

const DENIAL = { status: 403, body: '{"__type":"AccessDeniedException","message":"no"}' }
const CONFLICT = { status: 409, body: '{"__type":"ConflictException","message":"a change is in progress"}' }
const BROKEN = { status: 502, body: '' }

/** Every change of the stage is answered so, once a deployment was made. */
async function afterDeployment(bench: Bench, answer: () => { status: number; body: string } | null) {
  let isMade = false
  const env = await behind(bench, async ({ method, path, forward }) => {
    const instead = isMade && method !== 'GET' && path.endsWith('/stages/prod') ? answer() : null
    const passed = instead ?? (await forward())
    isMade ||= method === 'POST' && path.endsWith('/deployments')
    return passed
  })
  return (options: CliOptions = {}) => bench.cli(APPLY, { files: KEYED, env, ...options })
}

const DONE = ['caching off for GET /users', 'parameters of GET /users', 'keys of GET /users', 'a deployment']
const WAY_BACK =
  /stage prod of API pets \(0123456789\) ran deployment \w+ before; to go back to it:\n {2}aws apigateway update-stage .*value=\w+/

describe('apply, ended between the deployment and what comes after it', () => {
  it('by a denial, tells what was done, the deployment and the way back', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const run = await afterDeployment(bench, () => DENIAL)

    const { code, stdout, stderr } = await run()

    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ applied: [], changed: true })
    const [failed] = report.failed
    expect(failed).toMatchObject({ done: DONE })
    expect(failed.message).toContain(
      '; AWS has accepted part of the change (caching off for GET /users, parameters of GET /users, keys of GET /users, a deployment), and stage prod of API pets ',
    )
    expect([failed.deployment, failed.previousDeployment]).toEqual([
      expect.stringMatching(/^\w{6,}$/),
      expect.stringMatching(/^\w{6,}$/),
    ])
    expect(failed.deployment).not.toBe(failed.previousDeployment)
    expect(stderr).toMatch(WAY_BACK)
    expect(stderr).toContain('to look at stage prod of API pets')
    expect(code).toBe(4)
  })

  it('by Ctrl-C after a conflict, says so and not that nothing was changed', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const interrupt = new AbortController()
    const run = await afterDeployment(bench, () => {
      interrupt.abort()
      return CONFLICT
    })

    const { code, stdout, stderr } = await run({ interrupt })

    const { error } = JSON.parse(stderr)
    expect(error.message).toMatch(
      /^interrupted: AWS has accepted part of the change \(.*a deployment\), and .* stage prod of API pets .*; the same command goes on$/,
    )
    expect(error.warnings.join('\n')).toMatch(/ran deployment \w+ before; to go back to it/)
    expect(error.hint).toContain('apigw-cache status --api 0123456789 --stage prod')
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  })

  it('by answers that cannot be read, says that more may have been made', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const run = await afterDeployment(bench, () => BROKEN)

    const { code, stdout } = await run()

    const [failed] = JSON.parse(stdout).failed
    expect(failed.message).toContain('a deployment), and more of it may have been made, and stage prod')
    expect(failed.done).toEqual(DONE)
    expect(code).not.toBe(0)
  })

  it('with a full disk where the result goes, names the stage', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const run = await afterDeployment(bench, () => null)

    const { code, stderr } = await run({ fullAfter: 0 })

    expect(stderr).toContain('the result could not be written: the disk is full; AWS has accepted the change')
    expect(code).toBe(1)
  })
})

describe('what apply says it has changed', () => {
  it('is nothing where the first write was refused', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const env = await behind(bench, async ({ method, forward }) => (method === 'GET' ? forward() : DENIAL))

    const { code, stdout, stderr } = await bench.cli(APPLY, { files: KEYED, env })

    expect(JSON.parse(stdout)).toMatchObject({
      ...{ applied: [], changed: false },
      failed: [{ deployment: null, previousDeployment: null, done: [] }],
    })
    expect(stderr).not.toContain('to go back')
    expect(code).toBe(4)
  })

  it('is told also where only keys were written and the result is lost', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })

    const { code, stderr } = await bench.cli('apply --yes --draft-keys -o json', {
      files: KEYED,
      fullAfter: 0,
    })

    expect(stderr).toContain('the disk is full; AWS has accepted the change, and stage prod of API pets was')
    // What is blocked keeps its code.
    expect(code).toBe(6)
  })

  it('and every stage that is on its way is named when it is interrupted', async () => {
    const bench = await withSandbox({ seed: seedOf({ dev: {}, prod: {} }) })
    const files = fileOf({ cache: '0.5' }, { stage: 'dev', cache: '0.5' })

    const { code, stderr } = await bench.cli('apply --yes', { files, interruptAt: 'dev CREATE_IN_PROGRESS' })

    for (const stage of ['dev', 'prod']) {
      expect(stderr).toMatch(
        new RegExp(
          `stage ${stage} of API pets \\(0123456789\\): stage ${stage} of API pets is still CREATE_IN_PROGRESS; AWS has accepted the change`,
        ),
      )
      expect(stderr).toContain(`apigw-cache status --api 0123456789 --stage ${stage}`)
    }
    expect(stderr).toContain('interrupted: 0 of 2 stages are done; ')
    expect(stderr).toContain('the same command goes on')
    expect(code).toBe(130)
  })

  it('is all done before a bug ends it', async () => {
    const bench = await withSandbox({ seed: seedOf({ dev: {}, prod: {} }) })
    const connection = await connectionTo(bench)
    const ways = { connection, connect: async () => connection, lock: async () => async () => {} }
    const text = textOf({ cache: '0.5' }, { stage: 'dev', cache: '0.5', settings: { ttl: 60 } })

    const applied = applyFiles(ways, {
      files: [{ name: 'file.yaml', text }],
      onProgress: ({ stage }) => {
        if (stage === 'prod') throw new TypeError('nobody thought of this')
      },
    })

    await expect(applied).rejects.toThrow(TypeError)
    const record = await connection.control.stage({ apiId: '0123456789', stage: 'dev' })
    expect(record).toMatchObject({ clusterStatus: 'AVAILABLE', settings: { '*/*': { ttlSeconds: 60 } } })
  })
})
