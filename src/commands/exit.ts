import type { ErrorKind } from '../core/base/errors.js'

/** Exit codes of errors and of negative results. `help exit-codes` explains them. */
export const EXIT: Readonly<Record<ErrorKind, number>> = {
  failure: 1,
  usage: 2,
  cancelled: 3,
  denied: 4,
  timeout: 5,
  negative: 6,
  partial: 7,
  interrupted: 130,
}
