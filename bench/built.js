import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LOOKS_WHOLE = [['--version'], ['enable', '--help'], ['sandbox', '--help']]

/**
 * A copy of the built program, made once, so that a rebuild of `dist` in the middle of a benchmark changes
 * nothing. Builds first where `dist` is missing or not whole.
 */
export function builtCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-bench-'))
  const copy = () => {
    for (const name of ['package.json', 'bin', 'dist']) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true, force: true })
    }
  }
  const bin = join(folder, 'bin', 'apigw-cache.js')
  try {
    copy()
    for (const args of LOOKS_WHOLE) execFileSync(process.execPath, [bin, ...args], { stdio: 'ignore' })
  } catch {
    execFileSync(process.execPath, ['build.js', '--bundle-only'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    rmSync(join(folder, 'dist'), { recursive: true, force: true })
    copy()
  }
  return {
    folder,
    bin,
    sandbox: pathToFileURL(join(folder, 'dist', 'sandbox.mjs')).href,
    whole: existsSync(join(folder, 'dist', 'types')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
