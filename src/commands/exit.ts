import type { ErrorKind } from '../core/base/errors.js'

/** What the program ends with: of errors, and of results that are a no. `help exit-codes` explains them. */
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
