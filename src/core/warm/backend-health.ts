import { type Answered, failing, slowing } from './stop.js'

/** Remembers the answers, and that it is over once something speaks against going on. */
export interface Watch {
  /** `latencyMs` is null where it says nothing of the backend. */
  record(status: number | null, latencyMs: number | null): void
  stop(why: string): void
  /** Null while it goes on. */
  stopped(): string | null
}

export function createWatch(): Watch {
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
