import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** Runs the sides in turn, A B A B, after a warm-up of each; gives what each returned, by its name. */
export async function alternate(sides, { runs = 10, warmUps = 1 } = {}) {
  const seen = Object.fromEntries(Object.keys(sides).map((name) => [name, []]))
  for (let run = -warmUps; run < runs; run++) {
    for (const [name, side] of Object.entries(sides)) {
      const value = await side()
      if (run >= 0) seen[name].push(value)
    }
  }
  return seen
}

/** Milliseconds that a whole process takes. Throws with its stderr where it fails. */
export function processMs(command, args, options = {}) {
  const started = performance.now()
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  const elapsedMs = performance.now() - started
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.trim()}`)
  return elapsedMs
}

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values) => quantile(values, 0.5)

export function spread(values) {
  return { min: Math.min(...values), max: Math.max(...values) }
}

/** One of the figures behind a ratio. */
export function part(name, unit, values) {
  return { name, unit, value: median(values), spread: spread(values) }
}

/** The ratio of two medians; its spread is that of the runs taken in pairs. */
export function ratio(what, unit, [nameA, a], [nameB, b], target) {
  const pairs = a.map((value, run) => value / b[run])
  return judged({
    what,
    unit: '×',
    value: median(a) / median(b),
    spread: spread(pairs),
    parts: [part(nameA, unit, a), part(nameB, unit, b)],
    runs: a.length,
    target,
  })
}

/** Adds whether the target (`atMost` or `atLeast`, or none) is met, and else by how much it is missed. */
export function judged(measure) {
  const { value, target = null } = measure
  const missedBy = target ? Math.max(0, value - (target.atMost ?? value), (target.atLeast ?? value) - value) : 0
  return { parts: [], ...measure, target, met: target ? missedBy === 0 : null, missedBy }
}
