import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/index.js'
import { bucket } from '../support/bucket.js'
import { awsEnvironment, BIN, program, ROOT } from '../support/program.js'

const hasInterpreter = existsSync(join(ROOT, 'deploy/node_modules/aws-local-stepfunctions'))
const ACCOUNT = '111111111111'
const REGION = 'eu-west-1'
const APIS = Array.from({ length: 30 }, (_, index) => `api-${index + 10}`)

interface Item {
  readonly result?: { readonly exitCode: number; readonly output: string | null }
  readonly error?: string
  readonly attempts: readonly string[]
}

/** The states of one item, with the real program, a sandbox for AWS and a bucket. */
async function inMap() {
  const sandbox = await startSandbox({
    seed: {
      roles: [
        { arn: `arn:aws:iam::${ACCOUNT}:role/reader` },
        { arn: `arn:aws:iam::${ACCOUNT}:role/locked`, externalId: 'secret' },
      ],
      apis: APIS.map((name) => ({
        accountId: ACCOUNT,
        region: REGION,
        name,
        methods: { 'GET /': { integration: { type: 'MOCK' } } },
        // Of one there is something to say.
        stages: { prod: name === 'api-39' ? { cluster: '0.5' } : {} },
      })),
    },
  })
  onTestFinished(() => sandbox.close())
  const { url, objects } = await bucket()
  return {
    sandbox,
    async run(
      verb: string,
      { options = [], leftMs = [], role = 'reader', apis = APIS }: Partial<RunOptions> = {},
    ): Promise<Item> {
      const targets = apis.map((api) => ({ api, stage: 'prod' }))
      const event = { run: 'night', verb, options, item: { account: ACCOUNT, region: REGION, targets } }
      const { stdout, stderr } = await program(
        process.execPath,
        ['test/support/item-run.mjs', JSON.stringify({ event, leftMs })],
        {
          env: {
            ...awsEnvironment(sandbox.url),
            AWS_ENDPOINT_URL_S3: url,
            BUCKET: 'results',
            ROLE: `arn:aws:iam::{account}:role/${role}`,
            PROGRAM: `${process.execPath} ${BIN}`,
          },
        },
      )
      if (stdout === '') throw new Error(stderr)
      return JSON.parse(stdout)
    },
    /** The names of the APIs in all outputs. */
    rows: () =>
      [...objects]
        .filter(([key]) => key.startsWith('results/output/'))
        .flatMap(([, text]) => text.trimEnd().split('\n'))
        .map((line) => JSON.parse(line).api.name)
        .sort(),
  }
}

interface RunOptions {
  readonly options: readonly string[]
  readonly leftMs: readonly number[]
  readonly role: string
  readonly apis: readonly string[]
}

describe.skipIf(!hasInterpreter)(
  'the states of an item (skipped where `npm ci --prefix deploy` was not run)',
  { timeout: 120_000 },
  () => {
    it('give the exit code and the place of the output', async () => {
      const { run, rows } = await inMap()

      const { result, attempts } = await run('status', { apis: APIS.slice(0, 3) })

      expect(result).toEqual({
        account: ACCOUNT,
        region: REGION,
        exitCode: 0,
        output: `output/night/${ACCOUNT}/${REGION}/attempt-1.ndjson`,
      })
      expect(attempts).toEqual([''])
      expect(rows()).toEqual(APIS.slice(0, 3))
    })

    it('take a no, and stages of which some failed, for results', async () => {
      const { run } = await inMap()

      expect(await run('doctor', { options: ['--fail-on', 'warning'], apis: ['api-39'] })).toMatchObject({
        result: { exitCode: 6 },
      })
      expect(await run('status', { apis: ['api-10', 'gone'] })).toMatchObject({ result: { exitCode: 7 } })
    })

    it('are tried again where time was up, and go on where they were: nothing is lost or done twice', async () => {
      const { run, rows } = await inMap()

      const { result, attempts } = await run('list', {
        options: ['--rate', '4/s'],
        leftMs: [30_000, 35_000],
      })

      // The program may be too young to take a signal.
      const unfinished = expect.stringMatching(/^ItemUnfinished: exit code (130|143): /)
      expect(attempts).toEqual([unfinished, unfinished, ''])
      expect(result).toMatchObject({ exitCode: 0 })
      expect(rows()).toEqual(APIS)
    })

    it('fail at once where the role may not be assumed', async () => {
      const { run } = await inMap()

      const { result, error, attempts } = await run('status', { role: 'locked' })

      expect(result).toBeUndefined()
      expect(attempts).toEqual([expect.stringMatching(/^ItemFailed: exit code 4: /)])
      expect(error).toContain('not allowed: sts:AssumeRole')
    })

    it('fail at once where an option is wrong', async () => {
      const { run, sandbox } = await inMap()

      const { attempts } = await run('status', { options: ['--fail-if', 'nonsense'] })

      expect(attempts).toEqual([expect.stringMatching(/^ItemFailed: exit code 2: /)])
      expect(sandbox.requests()).toEqual([])
    })
  },
)
