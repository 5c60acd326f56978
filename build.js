// Bundles dist/ (no dependency at run time), then writes the declarations and the licences of what was bundled.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * Node builds a namespace with every export for each of its own modules that is imported, which costs a tenth of a
 * second for those that the SDK uses. Taken this way they cost nothing.
 */
const builtins = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    const names = new Set(builtinModules)
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '')
      if (!names.has(name)) return undefined
      // A chunk of its own would have no named exports.
      if (kind === 'dynamic-import') return { path: `node:${name}`, external: true }
      return { path: name, namespace: 'builtin' }
    })
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}

const bundleOnly = process.argv.includes('--bundle-only')

rmSync('dist', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts', sandbox: 'src/sandbox/index.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The SDK's CommonJS build costs a tenth of a second more at start-up than its ESM build.
  mainFields: ['module', 'main'],
  // Some dependencies are CommonJS and call require() for Node's own modules. An import of node:module would
  // cost every start some milliseconds.
  banner: { js: "const require=process.getBuiltinModule('module').createRequire(import.meta.url);" },
  legalComments: 'none',
  // Node 20 is supported for as long as the SDK runs on it; its warning about that is not the user's business.
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  plugins: [builtins],
  metafile: true,
  logLevel: 'warning',
})
if (!bundleOnly) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json'], {
    stdio: 'inherit',
  })
  writeFileSync('THIRD-PARTY-LICENSES', licences(Object.keys(metafile.inputs)))
}

/** One section for each bundled package: name, version, licence, and its licence text. */
function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0] ?? []),
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
