import type { Caller } from '../call.js'
import type { Reply } from '../gateway-responses.js'

export interface Identified {
  /** Also of who is refused: gateway responses may show what the authorizer said. */
  readonly caller: Caller
  readonly refusal: Reply | null
}

export function refused(refusal: Reply): Identified {
  return { caller: {}, refusal }
}
