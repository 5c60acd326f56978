interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/**
 * Time that moves only when everybody waits: never while a call is in flight, except for calls that the
 * server itself delays. Tool and sandbox share one, so minutes of waiting take milliseconds of test time.
 */
export class FakeClock {
  readonly sleeps: number[] = []
  #now: number
  #sleepers: Sleeper[] = []
  #inFlight = 0
  #queued = false

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  readonly now = (): number => this.#now

  readonly advance = (ms: number): void => {
    this.#now += ms
  }

  /** Test support wraps every call that leaves the tool: SDK send, http door, file. */
  readonly during = async <T>(call: Promise<T>): Promise<T> => {
    this.#inFlight++
    try {
      return await call
    } finally {
      this.#inFlight--
      this.#move()
    }
  }

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    this.sleeps.push(ms)
    return this.#until(ms, signal)
  }

  /** The sandbox's view: while a handler sleeps, the call that it answers holds no time. */
  readonly served = {
    now: this.now,
    during: this.during,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      this.#inFlight--
      this.#move()
      try {
        await this.#until(ms, signal)
      } finally {
        this.#inFlight++
      }
    },
  }

  #until(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const settle = (end: () => void) => {
        signal?.removeEventListener('abort', abort)
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        end()
      }
      const sleeper: Sleeper = { at: this.#now + ms, wake: () => settle(resolve) }
      const abort = () => settle(() => reject(signal?.reason))
      signal?.addEventListener('abort', abort)
      this.#sleepers.push(sleeper)
      this.#move()
    })
  }

  #move(): void {
    if (this.#queued) return
    this.#queued = true
    setImmediate(() => {
      this.#queued = false
      if (this.#inFlight > 0) return
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, other) => (first && first.at <= other.at ? first : other),
        undefined,
      )
      if (!next) return
      this.#now = Math.max(this.#now, next.at)
      next.wake()
      this.#move()
    })
  }
}
