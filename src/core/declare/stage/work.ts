import type { Spelling } from '../../base/spelling.js'
import { type MethodRef, sameMethod } from '../../gateway/method.js'
import type { ClusterSize } from '../../gateway/model.js'
import type { StageRecord } from '../../gateway/record.js'
import type { MethodEntries } from '../../settings/batch.js'
import { FIELDS, type WantedStage } from '../wanted.js'
import { coveredBy, type EntryPlan, entryPlans, pauseOf } from './entries.js'
import { type KeyDraft, type KeyPlan, shortNames } from './key-plans.js'
import { sizeOf } from './raw-changes.js'

/** What is to be sent, by phase. */
export interface Work {
  /** Caching off: for good, or until the keys are live. */
  readonly off: readonly MethodEntries[]
  /** How many of them are for a while only. */
  readonly pauses: number
  readonly clusterOff: boolean
  readonly keys: readonly KeyDraft[]
  readonly deploy: readonly { readonly ref: MethodRef; readonly keys: readonly string[] }[] | null
  /** Entries whose caching does not go on. */
  readonly settings: readonly MethodEntries[]
  readonly resize: ClusterSize | null
  readonly on: readonly MethodEntries[]
  readonly clusterOn: ClusterSize | null
}

interface Given {
  readonly record: StageRecord
  /** Without what is blocked. */
  readonly wanted: WantedStage
  readonly methods: readonly MethodRef[]
  readonly keys: readonly KeyPlan[]
  /** What the keys are for: a deployment now, somebody else's, or nothing. */
  readonly publishing: 'now' | 'later' | null
  readonly spelling: Spelling
}

/** PURE. */
export function workOf({ record, wanted, methods, keys, publishing, spelling }: Given): Work {
  const entries = entryPlans(record.settings, wanted, methods, spelling)
  const [off, rest] = [entries.filter(goesOff), entries.filter((one) => !goesOff(one))]
  const waiting = keys.filter(({ isLive }) => !isLive)
  const pauses = publishing === 'now' ? pausesOf(record, wanted, methods, waiting, off) : []
  const [size, cache] = [sizeOf(record), wanted.cache]
  const drafts = (publishing === 'now' ? keys : waiting).flatMap(({ draft }) => (draft?.writes ? [draft] : []))
  return {
    off: [...pauses, ...off].map(wholeLine),
    pauses: pauses.length,
    clusterOff: cache === false && size !== false,
    keys: publishing === null ? [] : drafts,
    deploy: publishing === 'now' ? keys.map(({ ref, wanted: specs }) => ({ ref, keys: shortNames(specs) })) : null,
    settings: rest.filter((one) => !mayGoOn(one)).map(wholeLine),
    resize: cache !== null && cache !== false && size !== false && cache !== size ? cache : null,
    // The defaults last: methods that differ from them are as they shall be by then.
    on: [
      ...rest.filter((one) => mayGoOn(one) && one.ref !== null),
      ...rest.filter((one) => mayGoOn(one) && !one.ref),
    ].map(wholeLine),
    clusterOn: cache !== null && cache !== false && size === false ? cache : null,
  }
}

/**
 * Where one field is sent, so are the others that the file has for the method, and are read back: of two runs at the same
 * time that each send what differs, the method would get a part of both.
 */
function wholeLine({ entries, named }: EntryPlan): MethodEntries {
  return entries.map((entry) =>
    entry.record === null
      ? entry
      : { ...entry, fields: [...new Set([...entry.fields, ...FIELDS.filter((field) => field in named)])] },
  )
}

export function isDone({ off, clusterOff, keys, deploy, settings, resize, on, clusterOn }: Work): boolean {
  const lists = [off, keys, settings, on].every(({ length }) => length === 0)
  return lists && !clusterOff && deploy === null && resize === null && clusterOn === null
}

function pausesOf(
  record: StageRecord,
  wanted: WantedStage,
  methods: readonly MethodRef[],
  waiting: readonly KeyPlan[],
  off: readonly EntryPlan[],
): readonly EntryPlan[] {
  const lines = wanted.methods.filter((line) => waiting.some(({ ref }) => sameMethod(ref, line)))
  return lines
    .flatMap((line) => coveredBy(line, wanted, methods))
    .filter(({ ref }) => !off.some((one) => one.ref && sameMethod(one.ref, ref)))
    .flatMap((covered) => pauseOf(record.settings, wanted, covered) ?? [])
}

function goesOff({ entries }: EntryPlan): boolean {
  return entries.every(({ record, fields }) => record !== null && !record.caching && fields.includes('caching'))
}

/** Its caching goes on, or another entry decides from then on. */
function mayGoOn({ entries }: EntryPlan): boolean {
  return entries.some(({ record, fields }) => record === null || (record.caching && fields.includes('caching')))
}
