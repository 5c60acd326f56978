import { isSendable } from '../../http/headers.js'
import { misconfigured, type Outcome } from '../gateway-responses.js'

/**
 * What HTTP cannot carry is a fault of the set-up: a status that ends no exchange, or a header that is none. Checked
 * where an answer is made, and so before it is stored: an entry of the cache needs no check.
 */
export function sendableOutcome(outcome: Outcome): Outcome {
  const { status, headers } = outcome.reply
  if (!(Number.isInteger(status) && status >= 200 && status <= 999)) {
    return misconfigured(`Invalid status code: ${status}`)
  }
  return headers.every(isSendable) ? outcome : misconfigured('Invalid response header')
}
