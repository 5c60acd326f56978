/** Remembers the answers, and whether something speaks against going on. */
export interface BackendHealth {
  /** `latencyMs` is null where it says nothing of the backend. */
  record(status: number | null, latencyMs: number | null): void
  stop(why: string): void
  /** Null while it goes on. */
  stopped(): string | null
}

export function watchBackend(): BackendHealth {
  const answers: Answered[] = []
  const latencies: number[] = []
  let stopped: string | null = null
  return {
    record(status, latencyMs) {
      answers.push({ status })
      if (latencyMs !== null) latencies.push(latencyMs)
      stopped ??= failing(answers) ?? slowing(latencies)
    },
    stop(why) {
      stopped ??= why
    },
    stopped: () => stopped,
  }
}

interface Answered {
  /** Null where none came. */
  readonly status: number | null
}

const RECENT = 10
const MOST_FAILED = 3

/** Says why the backend is failing: three of the last ten answers, so that single bad URLs stop nothing. PURE. */
export function failing(answers: readonly Answered[]): string | null {
  const recent = answers.slice(-RECENT)
  const failed = recent.filter(({ status }) => status === null || status === 429 || status >= 500)
  if (failed.length < MOST_FAILED) return null
  const kinds = [...new Set(failed.map(({ status }) => (status === null ? 'no answer' : String(status))))]
  return `${failed.length} of the last ${recent.length} requests failed (${kinds.join(', ')})`
}

// Small, so that short lists are judged too; a median of five is not moved by two slow answers.
const SAMPLE = 5
const SLOWER = 3
// Below this nobody suffers, and three times very little is still little.
const SLOW_MS = 300

/** Says that the backend slows down: `latencies` are those of answers that were not stored yet. PURE. */
export function slowing(latencies: readonly number[]): string | null {
  if (latencies.length < 2 * SAMPLE) return null
  const before = median(latencies.slice(0, SAMPLE))
  const now = median(latencies.slice(-SAMPLE))
  if (now <= SLOW_MS || now <= SLOWER * before) return null
  return `the last ${SAMPLE} answers took ${took(now)} (median), the first ${SAMPLE} ${took(before)}`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

function took(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
