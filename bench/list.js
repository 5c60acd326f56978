import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { startFleet } from './fleet.js'
import { judged, median, part, spread } from './measure.js'

const APIS = 600
const RATES = [5, 9]
/** Each takes as long as the quotas let it: 20 and 11 seconds. */
const RUNS = 3
const MOST_REFUSED = { 5: 0, 9: 5 }

export async function list({ built }) {
  const fleet = await startFleet(built, APIS, { quota: 'aws' })
  try {
    const measures = []
    for (const rate of RATES) measures.push(...(await at(rate, fleet, built)))
    const { worlds } = fleet
    const notes = [`${APIS} APIs in ${worlds.length} accounts and regions, with AWS's quotas, in real time`]
    return { measures, notes }
  } finally {
    await fleet.stop()
  }
}

async function at(rate, fleet, built) {
  const runs = []
  for (let run = 0; run < RUNS; run++) runs.push(await listed(rate, fleet, built))
  const ratios = runs.map(({ seconds, least }) => seconds / least)
  const refused = runs.map((one) => one.refused)
  const what = `at ${rate}/s`
  return [
    judged({
      what,
      unit: '×',
      value: median(ratios),
      spread: spread(ratios),
      parts: [
        part(
          'list',
          's',
          runs.map(({ seconds }) => seconds),
        ),
        part(
          'the quotas',
          's',
          runs.map(({ least }) => least),
        ),
      ],
      runs: RUNS,
      target: { atMost: 1.1 },
    }),
    judged({
      what: `refused for their rate ${what}`,
      unit: 'calls',
      value: Math.max(...refused),
      spread: spread(refused),
      runs: RUNS,
      target: { atMost: MOST_REFUSED[rate] },
    }),
  ]
}

/** Seconds, and the least that the fullest account and region allows. Throws where a target failed. */
async function listed(rate, fleet, built) {
  await fleet.forget()
  const started = performance.now()
  const child = spawn(process.execPath, [built.bin, ...fleet.args, '--rate', `${rate}/s`], { env: fleet.env })
  const [rows, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`list ended with ${code}: ${errors.trim()}`)
  const calls = (await fleet.requests()).filter(({ service }) => service === 'apigateway')
  const apis = new Set(
    rows
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row).api.id),
  ).size
  if (apis !== APIS) throw new Error(`list has stages of ${apis} APIs, not of ${APIS}`)
  const byWorld = new Map()
  for (const { accountId, region } of calls) {
    const key = `${accountId} ${region}`
    byWorld.set(key, (byWorld.get(key) ?? 0) + 1)
  }
  return {
    seconds,
    least: Math.max(...byWorld.values()) / rate,
    refused: calls.filter(({ status }) => status === 429).length,
  }
}
