import type { Step } from '../base/spelling.js'

/** A deployment would change what the canary or the rest of the traffic gets, so it is refused. */
export const CANARY_FIRST =
  'the stage has a canary, which has to be promoted or removed before the keys can be deployed'

/** Of a step that changes keys: it deploys them where that is not refused. */
export function deploying(hasCanary: boolean): NonNullable<Step['options']> {
  return hasCanary ? {} : { deploy: true }
}
