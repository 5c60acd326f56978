import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { VERBS } from '../../src/commands/verbs.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { awsEnvironment, ROOT, scriptsOf } from '../support/program.js'

/** In this order: the cache is on before it is asked about, and anybody may invalidate. */
const RUNS = [
  'enable --stage prod --no-require-authorization',
  'status --stage prod',
  'verify /pets --stage prod --interval 20ms',
  'keys list --stage prod',
  'doctor --stage prod',
  'invalidate /pets/1 --stage prod',
  'flush --stage prod --yes',
]

/** Of a script: the folder of a layer that its source is in, or the file beside these; or the package. */
type Parts = ReadonlyMap<string, ReadonlySet<string>>

describe('what a run loads', () => {
  /**
   * What is loaded is paid for at every start. `npx vitest run test/e2e/loads.test.ts -u` writes the list anew: what
   * came in has to be there for a reason.
   */
  it('is what was reviewed, for each verb', async () => {
    const sandbox = await startSandbox({ clusterTimeMs: 50, flushTimeMs: 50 })
    onTestFinished(() => sandbox.close())
    const contents = JSON.parse(readFileSync(join(ROOT, 'dist/contents.json'), 'utf8'))
    const runs = [...Object.keys(VERBS).map((verb) => `${verb} --help`), ...RUNS]

    const loaded = new Map<string, Parts>()
    for (const run of runs) {
      const { scripts, code, stderr } = await scriptsOf(run.split(' '), awsEnvironment(sandbox.url))
      expect(code, `${run}\n${stderr}`).toBe(0)
      loaded.set(run, partsOf(scripts, contents))
    }

    await expect(reviewed(loaded)).toMatchFileSnapshot('loads.txt')
  }, 180_000)
})

/** By layer, or under `packages`. Our own files without a folder in their layer count for the layer. */
function partsOf(scripts: readonly string[], contents: Readonly<Record<string, readonly string[]>>): Parts {
  const parts = new Map<string, Set<string>>()
  const files = scripts.flatMap((url) => (url.includes('/dist/') ? [url.replace(/^.*\/dist\//, '')] : []))
  for (const source of files.flatMap((file) => contents[file] ?? [`unknown/${file}`])) {
    const [layer, part] = placeOf(source)
    parts.set(layer, (parts.get(layer) ?? new Set()).add(part))
  }
  return parts
}

function placeOf(source: string): readonly [layer: string, part: string] {
  if (!source.startsWith('src/')) return ['packages', source]
  const [layer = '', ...below] = source.replace(/^src\//, '').split('/')
  return below.length === 0 ? ['files', layer] : [layer, below.length === 1 ? '.' : (below[0] ?? '')]
}

/** What several runs have in common comes first, and then of each run what it loads besides. */
function reviewed(loaded: ReadonlyMap<string, Parts>): string {
  const [all, verbs] = [[...loaded.values()], RUNS.flatMap((run) => loaded.get(run) ?? [])]
  const [any = new Map(), work = new Map()] = [all[0], verbs[0]]
  const always: Shown = (...part) => all.every((parts) => has(parts, ...part))
  const worked: Shown = (...part) => verbs.every((parts) => has(parts, ...part))
  return [
    section('everything', any, always),
    section('everything that is not --help', work, (...part) => worked(...part) && !always(...part)),
    ...[...loaded].map(([run, parts]) => {
      const known = verbs.includes(parts) ? worked : always
      return section(run, parts, (...part) => !known(...part))
    }),
  ].join('\n')
}

type Shown = (layer: string, part: string) => boolean

function has(parts: Parts, layer: string, part: string): boolean {
  return parts.get(layer)?.has(part) === true
}

function section(title: string, parts: Parts, shown: Shown): string {
  const lines = [...parts]
    .sort(([a], [b]) => inOrder(a, b))
    .flatMap(([layer, all]) => {
      const names = [...all].filter((part) => shown(layer, part)).sort(inOrder)
      return names.length === 0 ? [] : [`  ${layer}: ${names.join(' ')}\n`]
    })
  return `${title}\n${lines.join('')}`
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1
}
