import { createHash } from 'node:crypto'
import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord, jsonIn } from '../base/json.js'

/** What was worked on: a stage, or a whole account and region. */
export interface ResumeTarget {
  readonly account?: string | null | undefined
  readonly region?: string | undefined
  readonly api?: { readonly id: string; readonly name: string | null } | undefined
  readonly stage?: string | undefined
}

/** `negative` is done as well, and the answer was a no. */
export type Verdict = 'done' | 'negative'

/** One line of a resume file: a target that is finished. */
export interface ResumeLine {
  readonly target: ResumeTarget
  readonly verb: string
  /** A hash of the options: with others the target is to be done again. */
  readonly options: string
  readonly outcome: Verdict | 'failed'
  readonly message?: string
}

export function optionsHash(options: unknown): string {
  return createHash('sha256').update(JSON.stringify(options, sortedKeys)).digest('hex').slice(0, 16)
}

function sortedKeys(_: string, value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}

/**
 * The keys of the targets that are done, and how. A line that was torn in the middle counts as not written; a later line of a
 * target wins. Errors: `usage` for a file that is something else.
 */
export function doneIn(name: string, text: string, verb: string, options: string): ReadonlyMap<string, Verdict> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const found = lines.flatMap((line) => lineOf(line) ?? [])
  if (found.length === 0 && lines.length > 1) {
    throw new ApigwCacheError('usage', 'resume-file', `${name} has no line of a resume file`)
  }
  const done = new Map<string, Verdict>()
  for (const { target, outcome, ...one } of found) {
    if (one.verb !== verb || one.options !== options) continue
    const { account, region, api, stage } = target
    for (const called of api === undefined ? [null] : [api.id, api.name]) {
      const key = keyOf(account ?? null, region ?? null, called, stage ?? null)
      if (outcome === 'failed') done.delete(key)
      else done.set(key, outcome)
    }
  }
  return done
}

/** Of a target by what its API is called: id or name. PURE. */
export function keyOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts)
}

function lineOf(line: string): ResumeLine | null {
  const value = jsonIn(line)
  const { target, verb, options, outcome } = isRecord(value) ? value : {}
  const isWhole = isRecord(target) && typeof verb === 'string' && typeof options === 'string'
  if (!isWhole || !isOutcome(outcome)) return null
  return { target: targetIn(target), verb, options, outcome }
}

function isOutcome(value: unknown): value is ResumeLine['outcome'] {
  return value === 'done' || value === 'negative' || value === 'failed'
}

function targetIn(target: Record<string, unknown>): ResumeTarget {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const [id, name] = [text(field(target.api, 'id')), text(field(target.api, 'name'))]
  return {
    account: text(target.account) ?? null,
    region: text(target.region),
    api: id === undefined ? undefined : { id, name: name ?? null },
    stage: text(target.stage),
  }
}
