import type { PatchOperation } from '../aws/api.js'
import { type Change, changing, notAsAsked, type Outcome } from '../change/change.js'
import { createGuard, type GuardOptions } from '../exposure/guard.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageRecord } from '../gateway/record.js'
import { refOf } from '../gateway/stage.js'
import { batchesOf, firstDifference, type MethodEntries, nameOfBatch, operationsOf, settingsAfter } from './batch.js'

/** The changes that a stage still needs. */
export interface SettingsPlan {
  readonly methods: readonly MethodEntries[]
  readonly notes: readonly string[]
}

export interface Changed extends Outcome {
  /** The stage as read back. */
  readonly record: StageRecord
}

interface Steps<P extends SettingsPlan> {
  /** PURE: plans what a stage needs; nothing if all is as wanted. */
  readonly plan: (record: StageRecord) => P
  /** Asks before the first write; throws to refuse. */
  readonly agree?: ((plan: P) => Promise<void>) | undefined
}

/**
 * Carries out a change of method settings: reads, plans, judges what would be newly cached, asks, writes in the
 * safe order, and compares what it reads back.
 */
export async function changeSettings<P extends SettingsPlan>(
  stage: OpenStage,
  options: GuardOptions,
  { plan, agree }: Steps<P>,
): Promise<Changed> {
  const guard = createGuard(stage, options)
  const notes = new Set<string>()
  const judge = (record: StageRecord, { methods }: P) =>
    guard(record, settingsAfter(record.settings, methods), record.settings)
  const result = await changing(stage, options, async (change) => {
    const seen = await readRecord(stage)
    const first = plan(seen)
    for (const note of first.notes) notes.add(note)
    if (first.methods.length === 0) return { record: seen, ...change.outcome(), waitedMs: 0 }
    // Asks before waiting for minutes.
    await change.ask(async () => {
      await judge(seen, first)
      await agree?.(first)
    })
    const record = await change.idle(seen)
    const wanted = record === seen ? first : plan(record)
    await judge(record, wanted)
    await sendEntries(stage, change, wanted.methods)
    const after = await change.finish('none')
    const wrong = firstDifference(after.settings, wanted.methods)
    if (wrong !== null) throw notAsAsked(stage, wrong)
    return { record: after, ...change.outcome() }
  })
  for (const note of notes) options.onNote?.(note)
  return result
}

/** Writes what the methods still need, in as many requests as that takes. */
export async function sendEntries(
  { connection, target }: OpenStage,
  change: Change,
  methods: readonly MethodEntries[],
  what?: string,
): Promise<void> {
  for (const batch of batchesOf(methods)) {
    await sendBatch(batch, (operations) =>
      change.write(() => connection.control.updateStage(refOf(target), operations), nameOfBatch(batch, what)),
    )
  }
}

/** Sends the methods in one request; if AWS finds it too large, each half by itself. */
export async function sendBatch(
  methods: readonly MethodEntries[],
  send: (operations: readonly PatchOperation[]) => Promise<void>,
): Promise<void> {
  try {
    await send(operationsOf(methods))
  } catch (error) {
    if (methods.length < 2 || !isTooLarge(error)) throw error
    const middle = Math.ceil(methods.length / 2)
    await sendBatch(methods.slice(0, middle), send)
    await sendBatch(methods.slice(middle), send)
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Update size too large')
}
