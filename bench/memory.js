import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFleet } from './fleet.js'
import { alternate, processMs, ratio } from './measure.js'

const FEW = 600
const MANY = 6000
const RUNS = 3
const TARGET = { atMost: 1.3 }
const PEAK = new URL('./peak-rss.js', import.meta.url).href

/** Nothing is limited in time here: only what is kept in memory counts. */
export async function memory({ built }) {
  const few = await startFleet(built, FEW)
  const many = await startFleet(built, MANY)
  try {
    const seen = await alternate(
      { many: () => peak(many, built), few: () => peak(few, built) },
      { runs: RUNS, warmUps: 0 },
    )
    const parts = [
      [`${MANY} APIs`, seen.many],
      [`${FEW} APIs`, seen.few],
    ]
    return { measures: [ratio('list -o ndjson', 'MB', ...parts, TARGET)] }
  } finally {
    await few.stop()
    await many.stop()
  }
}

/** The most megabytes that the process had. */
function peak({ args, env }, built) {
  const file = join(tmpdir(), `apigw-cache-bench-${process.pid}.rss`)
  try {
    processMs(process.execPath, ['--import', PEAK, built.bin, ...args, '--rate', '100000/s'], {
      env: { ...env, PEAK_RSS_FILE: file },
      maxBuffer: 1e9,
    })
    return Number(readFileSync(file, 'utf8')) / 1024
  } finally {
    rmSync(file, { force: true })
  }
}
