import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** A TypeScript file of this folder, bundled as the product is, until `remove` is called. */
export async function bundle(file) {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const outfile = join(folder, 'work.mjs')
  try {
    await build({
      entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      mainFields: ['module', 'main'],
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
      logLevel: 'warning',
    })
  } catch (error) {
    remove()
    throw error
  }
  return { url: pathToFileURL(outfile).href, path: outfile, remove }
}

/** Runs such a file in its own process; gives its answer, which is JSON on stdout. */
export async function runBundled(file, args) {
  const { path, remove } = await bundle(file)
  try {
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
    const options = { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] }
    return JSON.parse(execFileSync(process.execPath, [path, ...args], options))
  } finally {
    remove()
  }
}
