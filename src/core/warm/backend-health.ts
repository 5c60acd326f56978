/** Watches the answers for reasons to stop. */
export interface BackendHealth {
  /** `latencyMs` is null if it tells nothing about the backend. */
  record(status: number | null, latencyMs: number | null): void
  stop(why: string): void
  /** Reason to stop; null while all is well. */
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
  /** Null without an answer. */
  readonly status: number | null
}

const RECENT = 10
const MOST_FAILED = 3

/** Names the failure if three of the last ten answers failed, so that single bad URLs stop nothing. PURE. */
export function failing(answers: readonly Answered[]): string | null {
  const recent = answers.slice(-RECENT)
  const failed = recent.filter(({ status }) => status === null || status === 429 || status >= 500)
  if (failed.length < MOST_FAILED) return null
  const kinds = [...new Set(failed.map(({ status }) => (status === null ? 'no answer' : String(status))))]
  return `${failed.length} of the last ${recent.length} requests failed (${kinds.join(', ')})`
}

// Small, so that short lists are judged too; two slow answers do not move a median of five.
const SAMPLE = 5
const SLOWER = 3
// Below this nobody suffers, not even from three times as much.
const SLOW_MS = 300

/** Names the slowdown, judged by the latencies of answers that were not stored yet. PURE. */
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
