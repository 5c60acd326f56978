import type { UnkeyedMethod } from '../exposure/wrong-data.js'
import type { DeployedMethod } from '../gateway/export.js'
import { type MethodRef, servingMethod } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { MethodSettings, Price, Target } from '../gateway/model.js'
import type { MethodRecord, StageRecord } from '../gateway/record.js'
import { effective } from '../gateway/settings.js'
import { provisioned } from '../gateway/stage.js'
import type { MethodFacts } from './facts.js'

/** As much as a status knows of a stage, which is enough for the cheap rules. */
export interface Glance {
  readonly target: Target
  readonly stage: StageRecord
  /** The methods of the deployment that the stage runs; null where they were not read. */
  readonly deployed: readonly (DeployedMethod & Partial<Pick<MethodFacts, 'streams'>>)[] | null
  /** The API as it stands now; null where it was not read. */
  readonly current: readonly MethodRecord[] | null
  /** Ids of other APIs that CloudWatch counts under the same name; null where that is not known. */
  readonly namesakes: readonly string[] | null
}

/** Everything that the rules judge: read once, and plain data. */
export interface Seen extends Glance {
  readonly deployed: readonly MethodFacts[]
  readonly traffic: {
    /** Requests in the window; null where that is not known. */
    readonly requests: number | null
    readonly windowMs: number
  }
  /** Of the cluster. */
  readonly price: Pick<Price, 'monthlyUsd' | 'of'>
  /** Paths whose answers are personal, from the config file. */
  readonly sensitive: readonly string[]
  /** Only with `--probe`. */
  readonly probes: readonly ProbedAnswer[]
}

/** One answer to a GET. */
export interface ProbedAnswer extends MethodRef {
  /** As it was asked for. */
  readonly asked: string
  /** Of the body; reading stops at 2 MiB. */
  readonly bytes: number
}

/** A verb of a deployed method whose answers are stored. */
export interface CachedMethod extends MethodRef {
  readonly settings: MethodSettings
  readonly source: 'override' | 'stage-default' | 'off'
  /** The method of the deployment that serves the verb: itself, or ANY. */
  readonly facts: MethodFacts
}

/** The methods that the stage caches now; none without a cluster. A streamed answer is never stored. PURE. */
export function cachedMethods(seen: Seen): readonly CachedMethod[] {
  return switchedOn(seen).filter(({ facts }) => !facts.streams)
}

/** Those that the settings say to cache. PURE. */
export function switchedOn({ stage, deployed }: Seen): readonly CachedMethod[] {
  if (!provisioned(stage)) return []
  return deployed.flatMap((facts) =>
    cachedVerbs(facts, deployed, stage.settings).map((method) => {
      const { source, ...settings } = effective(stage, { method, path: facts.path })
      return { method, path: facts.path, settings, source, facts }
    }),
  )
}

/** The methods of which the stage stores answers for the wrong callers, as `judge` tells it. PURE. */
export function storedWrongly(
  { stage, deployed }: Glance,
  judge: (methods: readonly DeployedMethod[], settings: StageRecord['settings']) => readonly UnkeyedMethod[],
): readonly UnkeyedMethod[] {
  if (deployed === null || !provisioned(stage)) return []
  return judge(deployed, stage.settings).filter((one) => !servingMethod(deployed, one)?.streams)
}
