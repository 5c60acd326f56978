// Changes one place of the source after the other and runs the test that has to notice: `npm run mutants [name…]`.
// Each table of this folder has rows of { name, file, from, to, test, title }.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = import.meta.dirname
const named = process.argv.slice(2)
const rows = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
  .filter(({ name }) => named.length === 0 || named.includes(name))

const lived = []
for (const row of rows) {
  const outcome = tried(row)
  if (outcome !== 'killed') lived.push(row.name)
  process.stdout.write(`${outcome.padEnd(9)} ${row.name}  ${row.file}\n`)
}
process.stdout.write(`${rows.length - lived.length} of ${rows.length} killed\n`)
process.exit(lived.length === 0 && rows.length > 0 ? 0 : 1)

/** `stale` where the place is not in the source, or is there twice. */
function tried({ file, from, to, test, title }) {
  if (!existsSync(file) || readFileSync(file, 'utf8').split(from).length !== 2) return 'stale'
  const place = mkdtempSync(join(tmpdir(), 'mutant-'))
  try {
    const report = join(place, 'report.json')
    const env = {
      ...process.env,
      MUTANT: JSON.stringify({ file, from, to }),
      REPORT: report,
      SKIP_BUILD: '1',
    }
    const words = ['node_modules/vitest/vitest.mjs', 'run', test, '-t', escaped(title), '--bail=1']
    spawnSync(process.execPath, words, { env })
    if (!existsSync(report)) return 'broken'
    const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    if (numFailedTests > 0) return 'killed'
    if (testResults.some(({ status }) => status === 'failed')) return 'broken'
    return numPassedTests > 0 ? 'LIVES' : 'untested'
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function escaped(title) {
  return title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
