import type { Clock } from '../../core/base/clock.js'
import type { Credentials, CredentialsProvider } from './config.js'

/** Signed requests must still be valid when they arrive, also at the end of a long wait for a turn. */
const RENEWED_BEFORE_MS = 5 * 60_000

/**
 * Asks a provider once, however many clients want the answer and at the same time, and again only when the answer
 * is about to expire. A failure is not remembered.
 */
export function remembered(provider: CredentialsProvider, clock: Pick<Clock, 'now'>): CredentialsProvider {
  let known: Credentials | null = null
  let asked: Promise<Credentials> | null = null
  const ask = async () => {
    try {
      known = await provider()
      return known
    } finally {
      asked = null
    }
  }
  return async () => {
    const expiresAt = known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY
    if (known !== null && clock.now() < expiresAt - RENEWED_BEFORE_MS) return known
    asked ??= ask()
    return asked
  }
}
