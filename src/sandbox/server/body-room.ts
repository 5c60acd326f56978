/** The bytes of bodies that are held until their requests are answered, of all connections together. */
export interface BodyRoom {
  /** False where they do not fit; then none of them are counted. */
  take(bytes: number): boolean
  give(bytes: number): void
}

export function createBodyRoom(mostBytes: number): BodyRoom {
  let held = 0
  return {
    take(bytes) {
      if (held + bytes > mostBytes) return false
      held += bytes
      return true
    },
    give(bytes) {
      held -= bytes
    },
  }
}
