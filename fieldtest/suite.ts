import { isDeepStrictEqual } from 'node:util'
import type { Needs, Observation } from './observation.js'
import { LANES, type Lane } from './observations/list.js'
import type { Json } from './wire/answer.js'
import { isAbort, together } from './world/together.js'
import type { World } from './world/world.js'

export interface Result {
  readonly observation: Observation
  readonly verdict: 'holds' | 'differs' | 'failed' | 'skipped'
  readonly seen: Json
}

/** Those of a statement, an unknown or a knob; all where nothing is named. */
export function chosen(only: readonly string[]): readonly Lane[] {
  const wanted = ({ statement, unknown }: Observation) =>
    only.length === 0 || only.some((name) => [statement, unknown?.row, unknown?.knob].includes(name))
  return LANES.map((lane) => ({ ...lane, observations: lane.observations.filter(wanted) }))
}

interface Told {
  readonly told: (result: Result) => void
  /** Removes what only lanes have needed that are done. */
  readonly retire: () => Promise<void>
  /** Ends the other lanes, where one has met a bug of the run itself. */
  readonly crashed: (error: unknown) => void
}

/** Asks each in its turn, all lanes at once. One that cannot be asked says why, and the others go on. */
export async function runSuite(
  world: World,
  selection: readonly Lane[],
  { told, retire, crashed }: Told,
): Promise<void> {
  const watched = (work: Promise<void>) =>
    work.catch((error: unknown) => {
      if (!isAbort(error)) crashed(error)
      throw error
    })
  const ends = new Map<string, Promise<void>>()
  for (const lane of selection) {
    const before = (lane.after ?? []).map((name) => ends.get(name) ?? Promise.resolve())
    ends.set(lane.name, watched(asked(world, lane, before, told)))
  }
  const done = selection.filter((lane) => lane.done).flatMap(({ name }) => ends.get(name) ?? [])
  await together([...ends.values(), watched(together(done).then(retire))])
}

async function asked(
  world: World,
  { observations, ready }: Lane,
  before: readonly Promise<void>[],
  told: Told['told'],
): Promise<void> {
  await together(before)
  if (observations.length === 0) return
  await begun(() => ready?.(world))
  for (const observation of observations) told(await answered(world, observation))
}

/** A failure is told by whoever needs what failed. */
async function begun(work: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isAbort(error)) throw error
  }
}

async function madeFor(world: World, methods: NonNullable<Needs['methods']>): Promise<void> {
  const names = Object.keys(methods)
  if (names.length === 0) return
  const { broken } = await world.served()
  for (const name of names) {
    const problem = broken.get(name)
    if (problem !== undefined) throw new Error(`${name} could not be made: ${problem}`)
  }
}

async function answered(world: World, observation: Observation): Promise<Result> {
  const { needs, expected, ask } = observation
  if (needs?.backend && world.target.backend === undefined) {
    return { observation, verdict: 'skipped', seen: 'needs a backend: --backend URL' }
  }
  try {
    await madeFor(world, needs?.methods ?? {})
    const seen = await ask(world)
    return { observation, verdict: isDeepStrictEqual(seen, expected) ? 'holds' : 'differs', seen }
  } catch (error) {
    if (isAbort(error)) throw error
    return { observation, verdict: 'failed', seen: error instanceof Error ? error.message : String(error) }
  }
}
