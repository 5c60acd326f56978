import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vitest/config'

/** Tests that search through thousands of worlds, run every scene of a list, or start other programs for each. */
const SLOW = [
  'test/commands/completion/completion.test.ts',
  'test/core/metrics/recorded.test.ts',
  'test/render/html/page.test.ts',
  'test/sandbox/control/stages/stage-paths.test.ts',
  'test/sandbox/history/history.test.ts',
  'test/core/change/ending.test.ts',
  'test/commands/ending.test.ts',
  'test/core/verify/soundness.test.ts',
  'test/commands/verify/proofs.test.ts',
  'test/commands/verify/sampled.test.ts',
  'test/commands/suggestions.test.ts',
  'test/core/doctor/rules.test.ts',
  'test/core/settings/override-round-trip.test.ts',
  'test/commands/apply/at-once.test.ts',
  'test/commands/apply/faults.test.ts',
  'test/commands/apply/converges.test.ts',
  'test/fieldtest/knobs.test.ts',
  'test/fieldtest/interruptions.test.ts',
  'test/fieldtest/rehearsal.test.ts',
  'test/fieldtest/denials.test.ts',
  'test/fieldtest/endings.test.ts',
  'test/fieldtest/sandbox.test.ts',
]
const E2E = 'test/e2e/**/*.test.ts'
/** Tests with tools of others, some of which change what all files of a worker share (`String.prototype.replaceAll`). */
const FOREIGN = ['test/deploy/**/*.test.ts', 'test/commands/export/serverless.test.ts', 'test/clients/**/*.test.ts']

export default defineConfig({
  plugins: process.env.MUTANT === undefined ? [] : [mutant(process.env.MUTANT)],
  test: {
    globalSetup: ['test/support/build.ts'],
    // Style sheets are imported as text.
    css: true,
    pool: 'threads',
    isolate: false,
    // Vitest would leave one of two processors idle.
    maxWorkers: '100%',
    // Far above what any test needs: it ends one that hangs, and must not fail one on a machine that is busy.
    testTimeout: 90_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    reporters: ['default', ['json', { outputFile: process.env.REPORT ?? '.vitest-report.json' }]],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...SLOW, E2E, ...FOREIGN] },
      },
      { extends: true, test: { name: 'slow', include: SLOW } },
      { extends: true, test: { name: 'foreign', include: FOREIGN, isolate: true } },
      {
        extends: true,
        test: { name: 'e2e', include: [E2E], globalSetup: ['test/support/declarations.ts'] },
      },
    ],
  },
})

/** Changes one place of the source while it is loaded, so that `npm run mutants` sees which tests notice. */
function mutant(text: string): Plugin {
  const { file, from, to }: { file: string; from: string; to: string } = JSON.parse(text)
  const path = resolve(file)
  return {
    name: 'mutant',
    enforce: 'pre',
    load(id) {
      if (id.split('?')[0] !== path) return null
      return readFileSync(path, 'utf8').replace(from, () => to)
    },
  }
}
