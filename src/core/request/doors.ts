import type { Connection, Sign } from '../aws/connection.js'
import type { Clock } from '../base/clock.js'
import type { Http } from '../base/http.js'
import type { Spelling } from '../base/spelling.js'
import type { OpenStage } from '../find/open-stage.js'

/** Network, clock and signatures for sending requests, and the stage behind their URLs, if known. */
export interface Doors {
  readonly stage: OpenStage | null
  readonly http: Http
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  readonly spelling: Spelling
  /** Called before the first request, only if one has to be signed. */
  readonly signer: () => Promise<Sign>
}

/** Uses the credentials that found the stage. */
export function doorsOf(stage: OpenStage): Doors {
  return { ...doorsFrom(stage.connection), stage }
}

/** For URLs that belong to no known stage. */
export function doorsFrom({ http, clock, retry, spelling, sign }: Connection): Doors {
  return { stage: null, http, clock, signal: retry.signal, spelling, signer: async () => sign }
}
