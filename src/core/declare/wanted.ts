import type { KeySpec } from '../gateway/key.js'
import type { MethodRef } from '../gateway/method.js'
import type { ClusterSize } from '../gateway/model.js'
import type { SettingRecord } from '../gateway/record.js'
import type { Position } from './document/parse.js'

/** The fields of a `methodSettings` entry that a file can name. */
export type WantedSettings = Partial<
  Pick<SettingRecord, 'caching' | 'ttlSeconds' | 'encrypted' | 'requireAuthorization' | 'unauthorized' | 'metrics'>
>

/** Their names in files and plans, in the order in which both list them. */
export const FIELD_NAMES = {
  caching: 'caching',
  ttlSeconds: 'ttl',
  encrypted: 'encrypted',
  requireAuthorization: 'requireAuthorization',
  unauthorized: 'unauthorized',
  metrics: 'detailedMetrics',
} as const satisfies Readonly<Record<keyof WantedSettings, string>>

export const FIELDS = [
  'caching',
  'ttlSeconds',
  'encrypted',
  'requireAuthorization',
  'unauthorized',
  'metrics',
] as const satisfies readonly (keyof WantedSettings)[]

export interface WantedMethod extends MethodRef {
  readonly settings: WantedSettings
  /** The exact set; null leaves the keys alone. */
  readonly keys: readonly KeySpec[] | null
}

/** A method that may answer one caller with another's data, as somebody has decided. */
export interface Decision {
  /** `GET /users`, or `all`. */
  readonly method: string
  readonly reason: string
  /** The last day on which it counts. */
  readonly until: string | null
}

/** Everything that files say about one stage. What is left out is left alone. */
export interface WantedStage {
  /** Name or id. */
  readonly api: string
  /** The name that the API has to have; null where the file does not say. */
  readonly apiName: string | null
  readonly stage: string
  readonly region: string | null
  readonly account: string | null
  readonly profile: string | null
  /** ARN of the role that is assumed for it. */
  readonly role: string | null
  /** What the owner of the role has asked for. */
  readonly externalId: string | null
  /** A size, false for none, null to leave it alone. */
  readonly cache: ClusterSize | false | null
  readonly settings: WantedSettings
  readonly methods: readonly WantedMethod[]
  /** True removes overrides that the file does not have. */
  readonly prune: boolean
  /** True makes overrides follow `settings`. */
  readonly follow: boolean
  /** False: this tool never deploys it, and what it has deployed counts. */
  readonly deploy: boolean
  readonly takeOver: boolean
  readonly acceptUnkeyed: readonly Decision[]
  /** Methods that are not touched, whatever else is said; none in a file. */
  readonly leaveAlone: readonly MethodRef[]
  /**
   * Where the file says it: by the paths of a plan (`cache`, `defaults.ttl`, `methods.GET /users.keys`), by
   * `acceptUnkeyed.GET /users`, and under `` for all.
   */
  readonly sources: Readonly<Record<string, Position>>
}

export function sourceOf({ sources }: WantedStage, path: string): Position | null {
  return sources[path] ?? sources[path.replace(/\.[^.]*$/, '')] ?? sources[''] ?? null
}
