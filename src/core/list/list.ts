import type { Connection } from '../aws/connection.js'
import type { DoctorOptions } from '../doctor/doctor.js'
import type { Failure } from '../find/select.js'
import { selectionOf } from '../find/selection.js'
import { parseTag } from '../find/tags.js'
import type { Named } from '../find/targets.js'
import { compareText } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import { LOOK_BACK_MS } from '../metrics/window.js'
import type { ListRow, StageList } from './report.js'
import { type ScanOptions, type ScanProgress, scanRegion, scanTargets } from './scan.js'
import { createTotals, totalsOf } from './totals.js'

export interface ListOptions {
  /** Ids, exact names, globs of names, ARNs or invoke URLs; all APIs where left out. */
  readonly apis?: readonly string[] | undefined
  /** Names or globs of names; all stages where left out. */
  readonly stages?: readonly string[] | undefined
  /** These and no others; `apis` and `stages` say nothing then. */
  readonly targets?: readonly Named[] | undefined
  /** `key=value`, or `key` for any value: of the stage, or of its API. */
  readonly tags?: readonly string[] | undefined
  /** Only clusters that nobody asked for anything. */
  readonly idle?: boolean | undefined
  /** Only stages whose cluster is on. */
  readonly cached?: boolean | undefined
  /** Also reads each deployed API and judges it by all rules of `doctor`, which takes several times as long. */
  readonly findings?: boolean | Pick<DoctorOptions, 'sensitive' | 'ignore'> | undefined
  /** How far back hits, misses and requests are counted: 24 hours where left out. */
  readonly sinceMs?: number | undefined
  /** Called with each row as it comes; the result then has none, so that memory does not grow with their number. */
  readonly onRow?: ((row: ListRow) => void) | undefined
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined
  /** Called with each stage that is finished, also with one that is left out. */
  readonly onFinished?: ((target: Target) => Promise<void>) | undefined
  /** Ends the list early: what has been read is the result. */
  readonly signal?: AbortSignal | undefined
  /** Called with what is missing in the rows, and why. */
  readonly onNote?: ((message: string) => void) | undefined
}

/** The result with the errors themselves, which decide about the exit code. */
export interface Listed extends StageList {
  readonly failed: readonly Failure[]
}

/**
 * Every stage of an account and region with its cache. What cannot be read is in `failed`. Errors: those of reading
 * the list of APIs.
 */
export async function listStages(
  connection: Connection,
  account: string | null,
  options: ListOptions = {},
): Promise<Listed> {
  const { apis = [], stages = [], findings = false, onRow, onProgress, onNote } = options
  const tags = (options.tags ?? []).map(parseTag)
  const rows: ListRow[] = []
  const failed: Failure[] = []
  const totals = createTotals()
  const scan = {
    selection: selectionOf({ apis, stages }),
    tags,
    isIdleOnly: options.idle === true,
    isCachedOnly: options.cached === true,
    findings: findings === true ? {} : findings || null,
    signal: options.signal,
    sinceMs: options.sinceMs ?? LOOK_BACK_MS.list,
    onRow(row: ListRow) {
      totals.add(totalsOf(row, tags))
      if (onRow) onRow(row)
      else rows.push(row)
    },
    onFailure: (failure: Failure) => failed.push(failure),
    onNote: (message: string) => onNote?.(message),
    onProgress: (progress: ScanProgress) => onProgress?.(progress),
    onFinished: options.onFinished,
  } satisfies ScanOptions
  const scanned = options.targets
    ? await scanTargets(connection, account, options.targets, scan)
    : await scanRegion(connection, account, scan)
  return { stages: rows.sort(byPlace), failed, scanned: [scanned], totals: totals.all() }
}

/** The lists of several accounts and regions as one. PURE. */
export function joined(lists: readonly Listed[]): Listed {
  const totals = createTotals()
  for (const list of lists) totals.add(list.totals)
  return {
    stages: lists.flatMap(({ stages }) => stages).sort(byPlace),
    failed: lists.flatMap(({ failed }) => failed),
    scanned: lists.flatMap(({ scanned }) => scanned),
    totals: totals.all(),
  }
}

function byPlace(a: ListRow, b: ListRow): number {
  return (
    compareText(a.account ?? '', b.account ?? '') ||
    compareText(a.region, b.region) ||
    compareText(a.api.name ?? '', b.api.name ?? '') ||
    compareText(a.api.id, b.api.id) ||
    compareText(a.stage, b.stage)
  )
}
