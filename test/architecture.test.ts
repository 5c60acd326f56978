import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

/** What each layer may import besides itself. A name is a folder or a file directly under src. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sandbox: [],
  context: ['core', 'io'],
  render: ['core', 'context'],
  commands: ['core', 'render', 'sandbox', 'context', 'stage'],
  io: ['core', 'context', 'render'],
  argv: [],
  cli: ['argv', 'commands', 'context', 'core', 'io', 'render'],
  connect: ['core', 'io', 'stage'],
  index: ['connect', 'core', 'stage'],
  stage: ['core'],
  main: ['cli', 'core', 'io'],
}

/** Packages of each layer; Node's own modules are free to all but core and render. */
const MAY_USE: Readonly<Record<string, readonly RegExp[]>> = {
  core: [
    /^@aws-sdk\/client-/,
    /^@aws-lambda-powertools\/jmespath$/,
    /^zod\/mini$/,
    /^yaml$/,
    /^p-queue$/,
    /^fastest-levenshtein$/,
    // Undoing a content encoding is arithmetic, not the outside world.
    /^node:zlib$/,
    // So is a hash.
    /^node:crypto$/,
    // Only the engine can end a match of the user's pattern that backtracks.
    /^node:vm$/,
  ],
  sandbox: [/^(?!@aws-sdk\/)/],
  context: [],
  render: [/^chalk$/, /^cli-table3$/, /^fast-xml-builder$/, /^uplot\/.*\?raw$/, /^string-width$/],
  commands: [/^commander$/, /^node:path$/],
  io: [
    /^ora$/,
    /^open$/,
    /^@inquirer\//,
    /^@aws-sdk\/(core|credential-providers)(\/|$)/,
    /^@smithy\/core\/config$/,
    /^@smithy\/signature-v4$/,
    /^node:/,
    // Named on the command line.
    /^moduleOfUser$/,
  ],
  argv: [],
  cli: [/^commander$/],
  connect: [/^node:process$/],
  index: [],
  stage: [],
  main: [/^node:/],
}

/**
 * The rooms of core, each with those that it may enter: what stands further down is never asked by what stands above.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  gateway: ['base'],
  aws: ['base', 'gateway'],
  'config-file': ['base', 'gateway'],
  find: ['base', 'gateway', 'aws'],
  fleet: ['base', 'gateway'],
  change: ['base', 'gateway', 'aws', 'find'],
  exposure: ['base', 'gateway', 'aws', 'find', 'change'],
  cluster: ['base', 'gateway', 'aws', 'find', 'change', 'exposure'],
  settings: ['base', 'gateway', 'aws', 'find', 'change', 'exposure'],
  deploy: ['base', 'gateway', 'aws', 'find', 'change', 'exposure'],
  keys: ['base', 'gateway', 'aws', 'find', 'change', 'exposure', 'deploy'],
  metrics: ['base', 'gateway', 'aws', 'find'],
  policy: ['base', 'gateway', 'aws', 'find'],
  declare: [
    'base',
    'gateway',
    'aws',
    'find',
    'fleet',
    'change',
    'exposure',
    'cluster',
    'settings',
    'deploy',
    'keys',
    'metrics',
  ],
  answer: ['base', 'gateway'],
  evidence: ['base', 'gateway', 'answer'],
  request: ['base', 'gateway', 'aws', 'find', 'change', 'exposure', 'answer'],
  invalidate: ['base', 'gateway', 'aws', 'find', 'change', 'exposure', 'answer', 'evidence', 'request', 'policy'],
  warm: ['base', 'gateway', 'aws', 'find', 'change', 'exposure', 'answer', 'evidence', 'request'],
  verify: [
    'base',
    'gateway',
    'aws',
    'find',
    'change',
    'exposure',
    'cluster',
    'answer',
    'evidence',
    'request',
    'metrics',
  ],
  doctor: ['base', 'gateway', 'aws', 'find', 'change', 'exposure', 'settings', 'metrics', 'answer', 'request'],
  status: ['base', 'gateway', 'aws', 'find', 'exposure', 'metrics', 'doctor'],
  list: ['base', 'gateway', 'aws', 'find', 'metrics', 'doctor'],
  advise: ['base', 'gateway', 'aws', 'find', 'exposure', 'metrics', 'doctor', 'status'],
  report: ['base', 'gateway', 'aws', 'find', 'metrics', 'doctor', 'status', 'advise'],
}

/** Where time, chance and the process may be touched. */
const EDGES = new Set([
  'main.ts',
  'connect.ts',
  'core/base/clock.ts',
  'sandbox/world/clock.ts',
  'sandbox/world/random.ts',
])

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }))

describe('the architecture', () => {
  it('keeps every import pointing inwards', () => {
    const broken = sources.flatMap(({ path, text }) =>
      imports(path, text).flatMap((target) => {
        const [from, to] = [layerOf(path), targetLayer(path, target)]
        if (to === null) return allowed(MAY_USE[from], target) ? [] : [`${path} uses ${target}`]
        return from === to || MAY_IMPORT[from]?.includes(to) ? [] : [`${path} imports ${to}`]
      }),
    )
    expect(broken).toEqual([])
  })

  it('keeps the rooms of core in their order', () => {
    const broken = sources.flatMap(({ path, text }) => {
      const from = roomOf(path)
      if (from === null) return []
      return imports(path, text).flatMap((target) => {
        const to = target.startsWith('.') ? roomOf(join(dirname(path), target)) : null
        return to === null || to === from || ROOMS[from]?.includes(to) ? [] : [`${path} enters ${to}`]
      })
    })
    expect(broken).toEqual([])
  })

  it('has no circle of imports, not even of types', () => {
    const graph = new Map(
      sources.map(({ path, text }) => [
        path,
        imports(path, text, { dynamic: false }).flatMap((target) =>
          target.startsWith('.') ? [join(dirname(path), target).replace(/\.js$/, '.ts')] : [],
        ),
      ]),
    )
    expect(circlesIn(graph)).toEqual([])
  })

  it('takes time, chance and the process only where they are injected', () => {
    const ambient = /\b(process\.\w|console\.|Date\.now\(|new Date\(\)|Math\.random|setTimeout\(|setInterval\()/
    const broken = sources
      .filter(({ path }) => !EDGES.has(path))
      .flatMap(({ path, text }) =>
        code(text).flatMap((line) => (ambient.test(line) ? [`${path}: ${line.trim()}`] : [])),
      )
    expect(broken).toEqual([])
  })

  it('leaves it to the commands to name flags and verbs', () => {
    const spoken = /(?<![-\w])--[a-z][a-z-]+|apigw-cache [a-z]/
    const broken = sources
      .filter(({ path }) => path.startsWith('core/') || path === 'stage.ts' || path === 'connect.ts')
      // Those of the AWS CLI are words of a list.
      .filter(({ path }) => path !== 'core/doctor/steps.ts' && path !== 'core/base/calls.ts')
      .flatMap(({ path, text }) => code(text).flatMap((line) => (spoken.test(line) ? [`${path}: ${line.trim()}`] : [])))
    expect(broken).toEqual([])
  })

  it('has no folder of more than twenty files', () => {
    const files = new Map<string, number>()
    for (const { path } of sources) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1)
    const full = [...files].filter(([, count]) => count > 20).map(([folder]) => folder)
    expect(full).toEqual([])
  })

  it('has no file above 250 lines', () => {
    const long = sources.map(({ path, text }) => [path, text.split('\n').length - 1] as const)
    expect(long.filter(([, lines]) => lines > 250)).toEqual([])
  })
})

/** Static, dynamic, re-exported and type-only. */
function imports(path: string, text: string, { dynamic } = { dynamic: true }): string[] {
  const { module } = parseSync(path, text)
  const fromStatic = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const fromExports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
  )
  const fromDynamic = module.dynamicImports.map(({ moduleRequest }) =>
    text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
  )
  return [...fromStatic, ...fromExports, ...(dynamic ? fromDynamic : [])]
}

/** The folder of core that a file stands in. */
function roomOf(path: string): string | null {
  const [layer, room, inside] = path.split('/')
  return layer === 'core' && room !== undefined && inside !== undefined ? room : null
}

/** Each as the files that lead back to the first of them. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file)
    if (at >= 0) found.push([...trail.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}

/** Null for a package. */
function targetLayer(path: string, target: string): string | null {
  if (!target.startsWith('.')) return null
  return layerOf(relative('src', resolve('src', dirname(path), target)))
}

function layerOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.[jt]s$/, '')
}

function allowed(patterns: readonly RegExp[] | undefined, target: string): boolean {
  return patterns?.some((pattern) => pattern.test(target)) ?? false
}

/** Lines without comments. */
function code(text: string): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.replace(/\/\/.*$/, ''))
}
