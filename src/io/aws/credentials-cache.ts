import type { Clock } from '../../core/base/clock.js'
import type { Credentials, CredentialsProvider } from './config.js'

/** A signed request may wait for its turn, and must still be valid when it arrives. */
const RENEWED_BEFORE_MS = 5 * 60_000

/**
 * Asks a provider once for all clients, even if they ask at the same time, and again only when the credentials are
 * about to expire. A failure is not remembered.
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
