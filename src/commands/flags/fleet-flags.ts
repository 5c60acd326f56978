import type { Shard } from '../../core/fleet/shard.js'

/** Flags of verbs that work over accounts and regions. */
export interface FleetFlags {
  /** Names, or `all`. */
  readonly regions?: readonly string[]
  readonly excludeRegion?: readonly string[]
  readonly role?: readonly string[]
  /** A file. */
  readonly accounts?: string
  readonly externalId?: string
  readonly sessionName?: string
  /** A file. */
  readonly targets?: string
  readonly shard?: Shard
  /** A file. */
  readonly resume?: string
}

/** True where more than the one account and region of other verbs may be meant. */
export function isFleet({ regions, role, accounts, targets, shard, resume }: FleetFlags): boolean {
  return [regions, role, accounts, targets, shard, resume].some((flag) => flag !== undefined)
}
