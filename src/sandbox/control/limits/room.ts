import { limitExceeded } from '../../http/errors.js'
import type { World } from '../../world/world.js'
import type { Call } from '../operation.js'

const MIB = 1024 * 1024
const MOST_BYTES = 256 * MIB
/** Of a request without a body. */
const SMALLEST_BYTES = 256
/** After so many bytes what is kept is measured again. */
const STEP_BYTES = 16 * MIB

/** Bounds what callers make the control planes keep, of all accounts and regions together. */
export interface Room {
  /** Throws where there is none left for a change that may add so many bytes. */
  claim(bytes: number): void
  /** Called after a deletion. */
  freed(): void
}

export function createRoom(worlds: () => readonly World[], mostBytes: number = MOST_BYTES): Room {
  const stepBytes = Math.min(STEP_BYTES, mostBytes / 4)
  let unmeasured = 0
  let isFull = false
  return {
    claim(bytes) {
      unmeasured += bytes
      if (!isFull && unmeasured >= stepBytes) {
        isFull = bytes + sizeOf(worlds().map(({ apis, settings }) => [apis, settings])) > mostBytes
        unmeasured = 0
      }
      if (isFull) throw limitExceeded(1)
    },
    freed() {
      if (isFull) unmeasured = stepBytes
      isFull = false
    },
  }
}

/** About how many bytes it takes; a snapshot counts wherever it is. */
export function sizeOf(value: unknown): number {
  let sum = 0
  const open: unknown[] = [value]
  while (open.length > 0) {
    const one = open.pop()
    sum += 16
    if (typeof one === 'string') sum += one.length
    else if (one instanceof Map) for (const pair of one) open.push(...pair)
    else if (typeof one === 'object' && one !== null) open.push(...Object.values(one))
  }
  return sum
}

/** What a request may add: what it says, and of a deployment a copy of the API. */
export function growthOf(operation: string, { apis }: World, { params, rawBody }: Call): number {
  const api = operation === 'CreateDeployment' ? apis.get(params.api ?? '') : undefined
  return rawBody.length + SMALLEST_BYTES + (api ? sizeOf([api.resources, api.models]) : 0)
}
