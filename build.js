// Bundles dist/ (no dependency at run time), then writes the declarations and the licences of what was bundled.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build, transform } from 'esbuild'

/**
 * Node builds a namespace with every export for each of its own modules that is imported, which costs a tenth of a
 * second for those that the SDK uses. Taken this way they cost nothing.
 */
const builtins = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    const names = new Set(builtinModules)
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind, importer }) => {
      const name = path.replace(/^node:/, '')
      if (!names.has(name)) return undefined
      // A chunk of its own would have no named exports.
      if (kind === 'dynamic-import') return { path: `node:${name}`, external: true }
      // One for each importer: shared, they would become chunks of their own, and each file costs its share of a start.
      return { path: `${name}?${importer}`, namespace: 'builtin', pluginData: { name, importer } }
    })
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ pluginData: { name, importer } }) => {
      const load = `process.getBuiltinModule(${JSON.stringify(name)})`
      // Commander takes child_process at its start, for subcommands in programs of their own: there are none.
      const lazy = name === 'child_process' && importer.includes('/commander/')
      return {
        contents: `module.exports = ${lazy ? `new Proxy({}, { get: (_, key) => ${load}[key] })` : load}`,
      }
    })
  },
}

const STARTUP = [
  'src/cli.ts',
  'src/commands/flags/common.ts',
  'src/commands/flags/fleet.ts',
  'src/commands/flags/selectors.ts',
  'src/commands/flags/settings.ts',
  'src/commands/flags/sizes.ts',
  'src/commands/flags/values.ts',
  'src/core/base/clock.ts',
  'src/render/format/width.ts',
]

/** What a verb loads besides, once it runs and looks for a stage. */
const RUNNING = [
  'src/commands/session/each-stage.ts',
  'src/commands/session/resume.ts',
  'src/commands/session/rows.ts',
  'src/core/aws/explain.ts',
  'src/core/gateway/export.ts',
  'src/core/gateway/stage.ts',
  'src/io/files.ts',
  'src/render/format/print.ts',
  'src/render/format/units.ts',
  'src/stage.ts',
]

/**
 * What every start loads anyway, as one file, and what every running verb loads, as another: esbuild cuts shared code
 * into a chunk for each set of entry points that reach it, so every module that is imported dynamically is made to
 * reach all of this. package.json lists the source among what has side effects, or esbuild would drop these imports.
 */
const startup = {
  name: 'startup',
  setup({ onLoad }) {
    const importsOf = (paths) => paths.map((path) => `import ${JSON.stringify(resolve(path))}\n`).join('')
    const [declaring, running] = [importsOf(STARTUP), importsOf([...STARTUP, ...RUNNING])]
    const lazy = dynamicTargets()
    const commands = [...lazy].filter((path) => path.endsWith('/command.ts'))
    const declares = reachedFrom([...STARTUP.map((path) => resolve(path)), ...commands])
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!lazy.has(path)) return undefined
      const imports = declares.has(path) ? declaring : running
      return { contents: imports + readFileSync(path, 'utf8'), loader: 'ts' }
    })
  },
}

/** The files, and those that they import without `import()`. */
function reachedFrom(paths, reached = new Set()) {
  for (const path of paths) {
    if (reached.has(path)) continue
    reached.add(path)
    const found = readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)\.js'/gm)
    reachedFrom(
      [...found].map(([, target]) => resolve(dirname(path), `${target}.ts`)),
      reached,
    )
  }
  return reached
}

/** Every file of the source that some other one loads with `import()`. */
function dynamicTargets() {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const targets = files.flatMap((name) => {
    const path = resolve('src', name)
    const found = readFileSync(path, 'utf8').matchAll(/\bimport\('(\.[^']+)\.js'\)/g)
    return [...found].map(([, target]) => resolve(dirname(path), `${target}.ts`))
  })
  return new Set(targets.filter((path) => !path.startsWith(resolve('src/sandbox'))))
}

/** `?raw` imports a file as text: what a report's page consists of. Our own parts of it are made smaller. */
const raw = {
  name: 'raw',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /\?raw$/ }, async ({ path, kind, resolveDir }) => {
      const found = await find(path.replace(/\?raw$/, ''), { kind, resolveDir })
      return { ...found, suffix: '?raw' }
    })
    onLoad({ filter: /.*/ }, async ({ path, suffix }) => {
      if (suffix !== '?raw') return undefined
      const text = readFileSync(path, 'utf8')
      const own = path.startsWith(resolve('src'))
      const loader = path.endsWith('.css') ? 'css' : 'js'
      const small = own ? (await transform(text, { loader, minify: true })).code : text
      return { contents: small, loader: 'text' }
    })
  },
}

/**
 * `string-width` has regular expressions of all emoji, which take longer to make than a table to draw: it is run at
 * the first text that needs it. Tables measure as we do, which asks it last.
 */
const widths = {
  name: 'widths',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ importer }) => {
      if (importer.includes('/cli-table3/')) return { path: 'of-cells', namespace: 'width' }
      return importer.startsWith(resolve('src')) ? { path: 'of-any-text', namespace: 'width' } : undefined
    })
    onLoad({ filter: /.*/, namespace: 'width' }, ({ path }) => ({
      contents:
        path === 'of-cells'
          ? 'module.exports = (text) => require("./src/render/format/width.ts").displayWidth(text)'
          : 'let width; module.exports = (text) => (width ??= require("string-width").default)(text)',
      resolveDir: process.cwd(),
    }))
  },
}

const shared = {
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Node looks for no package.json to learn what a .mjs file is.
  outExtension: { '.js': '.mjs' },
  // The SDK's CommonJS build costs a tenth of a second more at start-up than its ESM build.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Node 20 is supported for as long as the SDK runs on it; its warning about that is not the user's business.
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  metafile: true,
  // What was there stays until the whole build has succeeded.
  write: false,
  logLevel: 'warning',
}

if (process.argv.includes('--declarations-only')) {
  rmSync('dist/types', { recursive: true, force: true })
  writeDeclarations()
  process.exit()
}
const bundleOnly = process.argv.includes('--bundle-only')

const missing = [...STARTUP, ...RUNNING].filter((path) => !existsSync(path))
if (missing.length > 0) fail(`build.js names what is not there: ${missing.join(', ')}`)

const [program, library] = await Promise.all([
  build({
    ...shared,
    entryPoints: { main: 'src/main.ts' },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [builtins, raw, startup, widths],
  }),
  build({
    ...shared,
    entryPoints: { index: 'src/index.ts', sandbox: 'src/sandbox/index.ts' },
    outdir: 'dist',
    chunkNames: 'library/[name]-[hash]',
    plugins: [builtins],
  }),
])
// esbuild has printed them.
const warnings = program.warnings.length + library.warnings.length
if (warnings > 0) fail(`the bundle has ${warnings} of esbuild's warnings, and may have none`)

// The inner loop does without new declarations, and may be the second to build.
for (const entry of existsSync('dist') ? readdirSync('dist') : []) {
  if (!bundleOnly || entry !== 'types') rmSync(join('dist', entry), { recursive: true })
}
for (const { path, contents } of [...program.outputFiles, ...library.outputFiles]) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}
// Not shipped: tests read which part of the source is in which file.
writeFileSync(
  'dist/contents.json',
  JSON.stringify(Object.fromEntries([...contentsOf(program), ...contentsOf(library)])),
)
if (!bundleOnly) {
  writeDeclarations()
  writeFileSync(
    'THIRD-PARTY-LICENSES',
    licences([...Object.keys(program.metafile.inputs), ...Object.keys(library.metafile.inputs)]),
  )
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`)
  process.exit(1)
}

/** For each file of a bundle, the files of `src` and the packages that have code in it. */
function contentsOf({ metafile }) {
  return Object.entries(metafile.outputs).map(([path, { inputs }]) => {
    const there = Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0)
    const parts = there.flatMap((input) => packageOf(input)?.name ?? input.match(/^src\/[^?]+/)?.[0] ?? [])
    return [path.replace('dist/', ''), [...new Set(parts)].sort()]
  })
}

/** Null for a file of our own. */
function packageOf(input) {
  const [folder, name] = input.match(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/) ?? []
  return folder === undefined ? null : { folder, name }
}

/** The declarations that the two entries lead to, and no others. */
function writeDeclarations() {
  const all = 'dist/all-types'
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json', '--outDir', all]
  execFileSync(process.execPath, tsc, { stdio: 'inherit' })
  const reached = new Set()
  const follow = (path) => {
    if (reached.has(path)) return
    reached.add(path)
    const text = readFileSync(join(all, path), 'utf8')
    const target = join('dist/types', path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    for (const [, name] of text.matchAll(/(?:from|import\() ?['"](\.[^'"]+)\.js['"]/g)) {
      follow(join(dirname(path), `${name}.d.ts`))
    }
  }
  for (const entry of ['index.d.ts', 'sandbox/index.d.ts']) follow(entry)
  rmSync(all, { recursive: true })
}

/** One section for each bundled package: name, version, licence, and its licence text. */
function licences(inputs) {
  const folders = new Set(
    inputs.filter((path) => path.startsWith('node_modules/')).flatMap((path) => packageOf(path)?.folder ?? []),
  )
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : ''
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
