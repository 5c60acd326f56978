import { execFileSync } from 'node:child_process'

/** Tests of the published package need the declarations as well, which the inner loop does without. */
export function setup(): void {
  execFileSync(process.execPath, ['build.js', '--declarations-only'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
