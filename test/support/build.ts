import { execFileSync } from 'node:child_process'
import { env } from 'node:process'

/** Tests that spawn the built binary or import the built library need a dist that belongs to this source. */
export function setup(): void {
  if (env.SKIP_BUILD) return
  execFileSync(process.execPath, ['build.js', '--bundle-only'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
