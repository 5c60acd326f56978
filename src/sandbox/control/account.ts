import type { Reply } from './operation.js'

export function getAccount(): Reply {
  return {
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  }
}
