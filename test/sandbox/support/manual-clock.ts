/** Time that stands still until a test moves it, also while real sockets are busy. */
export class ManualClock {
  #now = Date.UTC(2026, 0, 1)
  readonly #sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()

  readonly now = (): number => this.#now

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, wake: resolve }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper)
        reject(signal.reason)
      })
    })

  readonly advance = (ms: number): void => {
    this.#now += ms
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.at > this.#now) continue
      this.#sleepers.delete(sleeper)
      sleeper.wake()
    }
  }
}
