import { shown } from '../answer/shown.js'
import { ApigwCacheError, rephrased } from '../base/errors.js'
import { HIDDEN } from '../base/secrets/secret-text.js'
import type { OpenStage } from '../find/open-stage.js'
import { accountOrNull, invokeArn, type Place, placeOf } from '../policy/place.js'
import { pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import type { Answer, Asking, Sending } from './answer.js'
import type { Entry } from './entries.js'
import { type Answers, judge } from './judge.js'
import { reasonFor } from './reason.js'
import { refresh } from './refresh.js'
import { accountsIn } from './refusal.js'
import type { InvalidateProgress, InvalidateReport, InvalidateResult } from './report.js'

interface Invalidating extends Sending {
  readonly onProgress?: ((progress: InvalidateProgress) => void) | undefined
  readonly onPartial?: ((result: InvalidateResult) => void) | undefined
}

/** Ends the list after so many URLs in a row without an answer. */
const UNREACHABLE_AT_MOST = 5

/**
 * Refreshes one entry after the other. Errors: `failure` if no URL could be reached, `denied` without
 * credentials for a signature, `interrupted`.
 */
export async function invalidateEntries(
  asking: Asking,
  entries: readonly Entry[],
  { onProgress, onPartial, ...sending }: Invalidating,
): Promise<InvalidateResult> {
  const reports: InvalidateReport[] = []
  const failed: Failed[] = []
  const account = accountReader(asking.stage)
  const total = entries.length
  onProgress?.({ done: 0, total })
  let inRow = 0
  for (const [index, entry] of entries.entries()) {
    try {
      if (inRow >= UNREACHABLE_AT_MOST) throw notSent()
      const answers = await refresh(asking, entry, sending)
      reports.push(await reportOf(asking, entry, answers, account))
      inRow = 0
    } catch (error) {
      const ends = asking.signal?.aborted || !(error instanceof ApigwCacheError) || error.kind !== 'failure'
      if (ends) {
        if (index > 0) onPartial?.({ ...resultOf(reports, failed), passed: false })
        throw asking.signal?.aborted ? interrupted(entries, index, error) : error
      }
      failed.push({ url: shownUrl(entry.plan.url, entry.plan.deployed), message: error.message, error })
      inRow++
    }
    onProgress?.({ done: index + 1, total })
  }
  const [first] = failed
  if (reports.length === 0 && first) throw noneReached(first.error, failed.length)
  return resultOf(reports, failed)
}

interface Failed {
  readonly url: string
  readonly message: string
  readonly error: ApigwCacheError
}

function resultOf(reports: readonly InvalidateReport[], failed: readonly Failed[]): InvalidateResult {
  return {
    reports,
    passed: failed.length === 0 && reports.every(({ outcome }) => outcome === 'invalidated'),
    failed: failed.map(({ url, message }) => ({ url, message })),
  }
}

async function reportOf(
  { stage, spelling }: Asking,
  entry: Entry,
  answers: Answers,
  account: () => Promise<string | null>,
): Promise<InvalidateReport> {
  const { plan, verb, authority, isIam, signed } = entry
  const { answer } = answers
  const finding = judge(answers, authority, entry.bypassed)
  const needsArn = finding.outcome !== 'invalidated' && finding.because.kind !== 'not-cached'
  const inside = pathOf(plan)
  // In an ARN a star stands for what is secret, as it does for a parameter.
  const path = inside === null ? null : shownUrl(inside, plan.deployed)
  const arn =
    needsArn && stage && path !== null
      ? invokeArn(await ownerOf(stage, answer, account), verb, path.replaceAll(HIDDEN, '*'))
      : null
  const ref = { method: verb, path: plan.method?.path ?? path ?? shownUrl(new URL(plan.url).pathname) }
  const target = stage?.target ?? null
  return {
    url: shownUrl(plan.url, plan.deployed),
    outcome: finding.outcome,
    signed,
    status: answer.status,
    warning: answer.warnings[0] === undefined ? null : shown(answer.warnings[0]),
    reason: reasonFor(finding, { ref, answer, authority, isIam, signed, arn, spelling, target }),
    method: verb,
    headerSet: entry.set,
  }
}

/** Finds the API's own account if AWS told it, as the caller's may be another one. */
async function ownerOf(
  { connection, target }: OpenStage,
  answer: Answer,
  account: () => Promise<string | null>,
): Promise<Place> {
  const owner = accountsIn(answer)?.api ?? (await account())
  return placeOf(connection.partition, owner, target, [])
}

/** Reads the account at most once, and only if a sentence names it. */
function accountReader(stage: OpenStage | null): () => Promise<string | null> {
  let found: Promise<string | null> | null = null
  return () => {
    found ??= stage ? accountOrNull(stage) : Promise.resolve(null)
    return found
  }
}

function notSent(): ApigwCacheError {
  return new ApigwCacheError(
    'failure',
    'too-many-unreachable',
    `not sent: ${UNREACHABLE_AT_MOST} in a row could not be reached`,
  )
}

function noneReached(error: ApigwCacheError, count: number): ApigwCacheError {
  const others = count === 1 ? '' : ` (and ${count - 1} other URLs failed)`
  return rephrased(error, `${error.message}${others}`)
}

function interrupted(entries: readonly Entry[], done: number, cause: unknown): ApigwCacheError {
  const last = entries[done - 1]
  const which = last ? `, the last one ${last.verb} ${shownUrl(last.plan.url, last.plan.deployed)}` : ''
  const message = `interrupted after ${done} of ${entries.length} entries${which}`
  return new ApigwCacheError('interrupted', 'interrupted', message, { cause })
}
