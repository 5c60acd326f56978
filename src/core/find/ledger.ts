import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { some } from '../base/quantities.js'
import { isUnmade } from '../base/trouble.js'
import type { ClusterStatus, Target } from '../gateway/model.js'
import { nameOf } from '../gateway/stage.js'

/** What became of the writes: surely all, some, or none of them were made; `open` where an answer is missing. */
export type Sent = 'none' | 'open' | 'part' | 'accepted'

/** Writes with one aim, repeated until all is as it was meant. */
export interface Phase {
  /** Of this phase alone. */
  readonly sent: () => Sent
  /** True if its last write got no reliable answer. */
  readonly unanswered: () => boolean
  /** Sends a write and notes what became of it; `what` names it where it is only a part. */
  write(send: () => Promise<void>, what?: string): Promise<void>
  /** Notes that all is as it was meant, whatever became of single answers. */
  settled(): void
}

/** A deployment that this run has made, or may have made where it is not `isSure`. */
export interface MadeDeployment {
  /** Null until it was seen. */
  readonly id: string | null
  readonly previous: string
  readonly isSure: boolean
}

/**
 * Everything that a run has written to one stage: opened with the stage, written by every phase of every verb, and asked
 * by whatever ends. Only here it is judged what was sent.
 */
export interface Ledger {
  phase(): Phase
  /** From now on what is accepted is a part, until the returned function is called: nothing more follows of `what`. */
  more(what: object): () => void
  readonly sent: () => Sent
  /** What was accepted, as far as it has names. */
  readonly done: () => readonly string[]
  /** `AWS has accepted the change`; null where nothing was sent. */
  readonly said: () => string | null
  /** The same, with the state of the stage when last seen. */
  readonly told: () => string | null
  /** Notes a status of the stage. */
  saw(status: ClusterStatus): void
  /** Since the last write. */
  readonly seen: () => ClusterStatus | null
  /** Before it. */
  readonly before: () => ClusterStatus
  deployed(deployment: MadeDeployment): void
  readonly deployment: () => MadeDeployment | null
}

/** What an error says of the writes before it. */
export function sentBefore(error: unknown): Sent {
  const sent = error instanceof ApigwCacheError ? error.data.sent : undefined
  return sent === 'open' || sent === 'part' || sent === 'accepted' ? sent : 'none'
}

/** The writes of a phase. */
interface Noted {
  accepted: number
  /** Of the last write, which got no answer. */
  unanswered: { readonly what: string | undefined } | null
  /** True if the last write was surely not made. */
  refused: boolean
}

export function openLedger(connection: Pick<Connection, 'onWrites'>, target: Target, found: ClusterStatus): Ledger {
  const phases: Noted[] = []
  const names = new Set<string>()
  const state: { seen: ClusterStatus | null; before: ClusterStatus } = { seen: null, before: found }
  const open = new Set<object>()
  let deployment: MadeDeployment | null = null
  const sent = () => sentOf(phases, open.size > 0)
  const said = () => saidOf(phases, sent(), [...names])
  const told = () => {
    const what = said()
    return what && `${what}, and ${stateOf(nameOf(target), state)}`
  }
  const note = (what: string | undefined) => what !== undefined && names.add(what)
  const phase = (): Phase => {
    const own: Noted = { accepted: 0, unanswered: null, refused: false }
    return {
      sent: () => sentOf([own], false),
      unanswered: () => own.unanswered !== null,
      async write(send, what) {
        // A run that only reads has nothing to tell.
        if (phases.length === 0) connection.onWrites?.({ target, told })
        if (!phases.includes(own)) phases.push(own)
        const { unanswered } = own
        // From here on the change may have been made, whether an answer comes or not.
        Object.assign(own, { unanswered: { what }, refused: false })
        try {
          await send()
          note(what)
          Object.assign(own, { accepted: own.accepted + 1, unanswered: null })
        } catch (error) {
          // The change behind a conflict may be the one whose answer was lost.
          if (isUnmade(error)) Object.assign(own, { unanswered, refused: true })
          throw error
        } finally {
          Object.assign(state, { seen: null, before: state.seen ?? state.before })
        }
      },
      settled() {
        if (own.unanswered) note(own.unanswered.what)
        const accepted = own.accepted + (own.unanswered ? 1 : 0)
        Object.assign(own, { accepted, unanswered: null, refused: false })
      },
    }
  }
  return {
    phase,
    more(what) {
      open.add(what)
      return () => void open.delete(what)
    },
    sent,
    done: () => [...names],
    said,
    told,
    saw: (status) => void Object.assign(state, { seen: status }),
    seen: () => state.seen,
    before: () => state.before,
    deployed: (made) => {
      deployment = made
    },
    deployment: () => deployment,
  }
}

function sentOf(phases: readonly Noted[], isOpen: boolean): Sent {
  if (phases.some(({ unanswered }) => unanswered)) return 'open'
  if (phases.every(({ accepted }) => accepted === 0)) return 'none'
  return isOpen || phases.some(({ refused }) => refused) ? 'part' : 'accepted'
}

const NAMED = 5

function saidOf(phases: readonly Noted[], sent: Sent, names: readonly string[]): string | null {
  if (sent === 'none') return null
  if (sent === 'accepted') return 'AWS has accepted the change'
  if (phases.every(({ accepted }) => accepted === 0)) return 'the change may have been made'
  const part = `AWS has accepted part of the change${names.length === 0 ? '' : ` (${some(names, NAMED)})`}`
  return sent === 'open' ? `${part}, and more of it may have been made` : part
}

function stateOf(
  name: string,
  { seen, before }: { readonly seen: ClusterStatus | null; readonly before: ClusterStatus },
): string {
  return seen === null
    ? `the state of ${name} was not read since (before, it was ${before})`
    : `${name} was ${seen} when last seen`
}
