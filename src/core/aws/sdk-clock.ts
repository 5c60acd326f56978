import { type Clock, systemClock } from '../base/clock.js'

/** Makes an SDK client sign with the injected clock and ignore the server's `Date`. */
export function onClock<C extends { readonly config: { systemClockOffset: number } }>(client: C, clock: Clock): C {
  Object.defineProperty(client.config, 'systemClockOffset', {
    get: () => clock.now() - systemClock.now(),
    set: () => {},
  })
  return client
}
