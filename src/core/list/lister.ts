import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import type { DoctorOptions } from '../doctor/doctor.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Failure } from '../find/select.js'
import { hasTags, type WantedTag } from '../find/tags.js'
import type { Target } from '../gateway/model.js'
import type { ApiRecord } from '../gateway/record.js'
import { provisioned } from '../gateway/stage.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import { readCounts, STAGES_PER_CALL, sumWindow } from './figures.js'
import { readFindings } from './findings.js'
import type { ListRow } from './report.js'
import { type Counted, rowOf } from './row.js'

/** Stages at a time, where each one's methods are read. */
const PARALLEL_READS = 4

export interface ListerOptions {
  readonly tags: readonly WantedTag[]
  readonly isIdleOnly: boolean
  readonly isCachedOnly: boolean
  /** Null where nobody asks for findings. */
  readonly findings: Pick<DoctorOptions, 'sensitive' | 'ignore'> | null
  readonly sinceMs: number
  readonly onRow: (row: ListRow) => void
  /** Of a stage that has a row all the same, or of the region's figures. */
  readonly onFailure: (failure: Failure) => void
  readonly onNote: (message: string) => void
  /** Of each stage that was wholly judged, also of one that is left out. */
  readonly onFinished?: ((target: Target) => Promise<void>) | undefined
}

/** Makes rows of stages: at once where nothing else is to be read, else when a call to CloudWatch is full. */
export interface Lister {
  add(stage: OpenStage): Promise<void>
  /** Lists those that still wait for the call. */
  end(): Promise<void>
}

interface Waiting {
  readonly stage: OpenStage
  readonly namesakes: readonly string[]
}

/** For the stages of one region, whose APIs are `all`. */
export function createLister(all: readonly ApiRecord[], options: ListerOptions): Lister {
  const { onRow, onNote, onFailure, onFinished = async () => {} } = options
  const namesakesOf = namesakesAmong(all)
  let waiting: Waiting[] = []
  let isDeniedMetrics = false

  const counts = async (batch: readonly Waiting[]): Promise<readonly Counted[] | null> => {
    const [first] = batch
    if (!first || isDeniedMetrics) return null
    const { clock, metrics, region } = first.stage.connection
    try {
      const stages = batch.map(({ stage }) => stage)
      return await readCounts(metrics, stages, sumWindow(options.sinceMs, clock.now()))
    } catch (error) {
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      isDeniedMetrics = isDenied(error)
      const { account } = first.stage.target
      const message = `hits, misses and requests are not known: ${error.message}`
      if (isDeniedMetrics) onNote(`${account ?? ''} ${region}: ${message}`.trimStart())
      else onFailure({ target: { account, region }, message, error })
      return null
    }
  }

  const list = async ({ stage, namesakes }: Waiting, counted: Counted | null) => {
    const listed = rowOf(stage, { counted, namesakes, findings: null })
    if (options.isIdleOnly && listed.idle !== true) return onFinished(stage.target)
    const doctor = { sinceMs: options.sinceMs, requests: listed.requests ?? undefined, ...options.findings }
    const findings = options.findings && (await readFindings(stage, doctor, onFailure))
    onRow({ ...listed, findings })
    if (!options.findings || findings) await onFinished(stage.target)
  }

  const end = async () => {
    const batch = waiting
    waiting = []
    const told = batch.filter(({ namesakes }) => namesakes.length === 0)
    const counted = await counts(told)
    const countOf = new Map(told.map((one, place) => [one, counted?.[place] ?? null]))
    await inParallel(batch, PARALLEL_READS, (one) => list(one, countOf.get(one) ?? null))
  }

  return {
    async add(stage) {
      const { record, api } = stage
      const isOn = provisioned(record)
      const isLeftOut = !isOn && (options.isCachedOnly || options.isIdleOnly)
      if (isLeftOut || !hasTags({ ...api.tags, ...record.tags }, options.tags)) return onFinished(stage.target)
      const one = { stage, namesakes: isOn ? namesakesOf(api) : [] }
      if (!isOn) return list(one, null)
      waiting.push(one)
      if (waiting.length >= STAGES_PER_CALL) await end()
    },
    end,
  }
}

/** CloudWatch tells APIs apart by name only. */
function namesakesAmong(all: readonly ApiRecord[]): (api: ApiRecord) => readonly string[] {
  const byName = new Map<string, string[]>()
  for (const { id, name } of all) {
    const dimension = apiNameDimension(id, name)
    byName.set(dimension, [...(byName.get(dimension) ?? []), id])
  }
  return ({ id, name }) => (byName.get(apiNameDimension(id, name)) ?? []).filter((other) => other !== id)
}
