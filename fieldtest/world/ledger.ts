import { type Answer, record } from '../wire/answer.js'

/** Something that a run has made, or found that an earlier one has left. */
export interface Leftover {
  readonly path: string
  readonly name: string
  /** The stages of a plan, as a patch names them. */
  readonly stages: readonly string[]
}

/** What is known to be there, for when nothing can be listed any more. */
export interface Ledger {
  readonly seen: (line: string, answer: Answer) => void
  readonly add: (found: readonly Leftover[]) => void
  readonly known: () => readonly Leftover[]
}

const MADE = /^POST (\/(?:restapis|usageplans|apikeys))(?:\?|$)/
const REMOVED = /^DELETE (\/(?:restapis|usageplans|apikeys)\/[^/]+)$/

export function openLedger(): Ledger {
  const entries = new Map<string, Leftover>()
  return {
    seen: (line, { status, json }) => {
      const kind = MADE.exec(line)?.[1]
      if (kind !== undefined && status < 300 && typeof json.id === 'string') {
        const made = leftoverIn(kind, json)
        entries.set(made.path, made)
      }
      const gone = REMOVED.exec(line)?.[1]
      if (gone !== undefined && (status < 300 || status === 404)) entries.delete(gone)
    },
    add: (found) => {
      for (const leftover of found) entries.set(leftover.path, leftover)
    },
    known: () => [...entries.values()],
  }
}

/** As the service shows it. */
export function leftoverIn(kind: string, { id, name, apiStages }: Answer['json']): Leftover {
  const stages = Array.isArray(apiStages) ? apiStages.map(record) : []
  return {
    path: `${kind}/${String(id)}`,
    name: String(name),
    stages: stages.map(({ apiId, stage }) => `${String(apiId)}:${String(stage)}`),
  }
}
