import { runBundled } from './bundled.js'
import { judged, median, part, quantile, spread } from './measure.js'

const WAITS = 200

export async function wait() {
  const seen = await runBundled('./wait-work.ts', [String(WAITS)])
  const lags = seen.map(({ lagMs }) => lagMs / 1000)
  const waited = part(
    'time waited',
    's',
    seen.map(({ waitedMs }) => waitedMs / 1000),
  )
  const calls = part(
    'calls a wait',
    'calls',
    seen.map(({ calls: made }) => made),
  )
  const rates = seen.map(({ calls: made, waitedMs }) => made / (waitedMs / 1000))
  const total = (pick) => seen.reduce((sum, one) => sum + pick(one), 0)
  const measure = (what, unit, value, atMost, more) =>
    judged({ what, unit, value, runs: WAITS, target: { atMost }, ...more })
  return {
    measures: [
      measure('median lag', 's', median(lags), 3.5, { spread: spread(lags), parts: [waited] }),
      measure('p95 lag', 's', quantile(lags, 0.95), 10, { parts: [] }),
      measure('calls', 'calls/s', total((one) => one.calls) / (total((one) => one.waitedMs) / 1000), 0.12, {
        spread: spread(rates),
        parts: [calls, waited],
      }),
    ],
  }
}
