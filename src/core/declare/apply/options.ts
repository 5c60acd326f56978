import type { Clock } from '../../base/clock.js'
import type { ApigwCacheError } from '../../base/errors.js'
import type { Spelling } from '../../base/spelling.js'
import type { Progress } from '../../change/options.js'
import type { Target } from '../../gateway/model.js'
import type { Choices } from '../choices.js'

export interface ApplyOptions {
  readonly choices: Choices
  readonly clock: Clock
  readonly spelling: Spelling
  /** Milliseconds for each stage. */
  readonly timeoutMs?: number
  readonly parallel?: number
  /** No stage is begun after so many have failed. */
  readonly maxFailures?: number
  /** True where nothing is sent, so that there is nothing to wait for. */
  readonly isDryRun?: boolean
  /** Called with each stage that is finished: with its error, or null. */
  readonly onFinished?: (target: Target, error: ApigwCacheError | null) => Promise<void>
  readonly onProgress?: (target: Target, progress: Progress) => void
}
