import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { type Change, changing, notAsAsked } from '../change/change.js'
import { outOfTransition } from '../change/transition.js'
import { createGuard, type GuardOptions } from '../exposure/guard.js'
import type { Target } from '../gateway/model.js'
import { refOf } from '../gateway/stage.js'
import { batchesOf, firstDifference, type MethodEntries, settingsAfter } from './batch.js'
import { sendBatch } from './batch-send.js'

/** What is still to do on a stage. */
export interface SettingsPlan {
  readonly methods: readonly MethodEntries[]
  /** What the operator should know about it. */
  readonly notes: readonly string[]
}

export interface Changed {
  /** The stage as it reads afterwards. */
  readonly record: StageRecord
  readonly changed: boolean
  readonly waitedMs: number
}

interface Steps<P extends SettingsPlan> {
  /** PURE: what this stage needs; nothing where all is as wanted. */
  readonly plan: (record: StageRecord) => P
  /** Asks before the first write; throws to refuse. */
  readonly agree?: ((plan: P) => Promise<void>) | undefined
}

/**
 * What every change of method settings does: read, plan, judge what would be newly cached, ask, write in the safe
 * order, and compare what reads back.
 */
export async function changeSettings<P extends SettingsPlan>(
  connection: Connection,
  target: Target,
  options: GuardOptions,
  { plan, agree }: Steps<P>,
): Promise<Changed> {
  const { control, clock } = connection
  const guard = createGuard(connection, target, options)
  const notes = new Set<string>()
  const judge = (record: StageRecord, { methods }: P) =>
    guard(record, settingsAfter(record.settings, methods), record.settings)
  const result = await changing(connection, target, options, async (change) => {
    const seen = await control.stage(refOf(target))
    const first = plan(seen)
    for (const note of first.notes) notes.add(note)
    if (first.methods.length === 0) return { record: seen, changed: change.changed(), waitedMs: 0 }
    // Questions come before minutes of waiting, not after them.
    await change.ask(async () => {
      await judge(seen, first)
      await agree?.(first)
    })
    const record = await outOfTransition(connection, target, seen, change, options)
    const wanted = record === seen ? first : plan(record)
    await judge(record, wanted)
    await send(connection, target, change, wanted.methods)
    if (connection.kept) return { record, changed: true, waitedMs: 0 }
    const after = await control.stage(refOf(target))
    const wrong = firstDifference(after.settings, wanted.methods)
    if (wrong !== null) throw notAsAsked(connection, target, wrong)
    return { record: after, changed: change.changed(), waitedMs: clock.now() - change.startedAt() }
  })
  for (const note of notes) options.onNote?.(note)
  return result
}

async function send(
  { control }: Connection,
  target: Target,
  change: Change,
  methods: readonly MethodEntries[],
): Promise<void> {
  for (const batch of batchesOf(methods)) {
    await sendBatch(batch, (operations) => change.write(() => control.updateStage(refOf(target), operations)))
  }
}
