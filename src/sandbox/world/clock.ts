/** The sandbox's only source of time. `now` is epoch milliseconds. */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A clock that moves by itself when everybody sleeps is told here what time must not overtake. */
  during?<T>(call: Promise<T>): Promise<T>
}
