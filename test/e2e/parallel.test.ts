import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/index.js'
import { awsEnvironment, BIN, ROOT } from '../support/program.js'

const hasParallel = spawnSync('parallel', ['--version']).status === 0
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2'] as const
const APIS_EACH = 6

describe.skipIf(!hasParallel)(
  'the line for one machine (skipped where GNU parallel is not installed)',
  { timeout: 120_000 },
  () => {
    it('goes on after it was killed: no stage is lost, and none is noted as done twice', async () => {
      const sandbox = await startSandbox({
        seed: {
          apis: REGIONS.flatMap((region) =>
            Array.from({ length: APIS_EACH }, (_, index) => ({
              region,
              name: `${region}-${index}`,
              methods: { 'GET /': { integration: { type: 'MOCK' as const } } },
              stages: { prod: {} },
            })),
          ),
        },
      })
      const folder = mkdtempSync(join(tmpdir(), 'parallel-'))
      onTestFinished(async () => {
        rmSync(folder, { recursive: true })
        await sandbox.close()
      })
      const names = REGIONS.flatMap((region) => Array.from({ length: APIS_EACH }, (_, n) => `${region}-${n}`))
      const targets = REGIONS.flatMap((region) =>
        Array.from({ length: APIS_EACH }, (_, index) =>
          JSON.stringify({ account: '000000000000', region, api: `${region}-${index}`, stage: 'prod' }),
        ),
      )
      const rows = () => linesIn(join(folder, 'output')).map(({ api }) => api.name)
      const notes = () =>
        linesIn(join(folder, 'resume')).flatMap(({ target, outcome }) => (outcome === 'done' ? [target.api.name] : []))
      const start = (rate: string) => {
        const child = spawn(join(ROOT, 'deploy/parallel.sh'), [folder, '4', '2', 'list', '--rate', rate], {
          cwd: ROOT,
          stdio: ['pipe', 'ignore', 'pipe'],
          env: {
            PATH: process.env.PATH ?? '',
            HOME: folder,
            APIGW_CACHE: BIN,
            ...awsEnvironment(sandbox.url),
          },
        })
        let said = ''
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text
        })
        child.stdin.end(`${targets.join('\n')}\n`)
        const ended = new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
          child.on('close', (code) => resolve({ code, said }))
        })
        return ended
      }

      const first = start('1/s')
      while (notes().length < 3) await pause(50)
      // GNU parallel gives each job a group of its own; all of them name the folder.
      spawnSync('pkill', ['-KILL', '-f', folder])
      await first
      const done = notes().length
      expect(done).toBeLessThan(names.length)

      const again = await start('100/s')
      expect(again.code).toBe(0)
      // Shards that had ended are not begun again, and say nothing.
      expect(leftOutBy(again.said)).toBeLessThanOrEqual(done)

      expect([...new Set(rows())].sort()).toEqual([...names].sort())
      expect(notes().sort()).toEqual([...names].sort())
      // The one that was shown, but not noted yet, in each of the two processes.
      expect(rows().length - names.length).toBeLessThanOrEqual(2)
      sandbox.clearRequests()
      expect(await start('100/s')).toEqual({ code: 0, said: '' })
      expect(sandbox.requests()).toEqual([])
    })
  },
)

/** How many targets were done before; not a number where anything else is said. */
function leftOutBy(said: string): number {
  const lines = said.split('\n').filter((line) => line !== '')
  const counts = lines.map((line) => Number(/^(\d+) stages? left out, done before$/.exec(line)?.[1]))
  return counts.reduce((sum, one) => sum + one, 0)
}

interface Line {
  readonly api: { readonly name: string }
  readonly target: { readonly api: { readonly name: string } }
  readonly outcome?: string
}

/** Of all files; a line that was torn in the middle is none. */
function linesIn(folder: string): readonly Line[] {
  const texts = readable(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  return texts.flatMap((text) => text.split('\n')).flatMap(parsed)
}

function readable(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function parsed(line: string): readonly Line[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
