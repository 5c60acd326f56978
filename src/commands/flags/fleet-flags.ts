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
}

/** True where more than the one account and region of other verbs may be meant. */
export function isFleet({ regions: named, role: roles, accounts }: FleetFlags): boolean {
  return named !== undefined || roles !== undefined || accounts !== undefined
}
