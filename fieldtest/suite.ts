import { isDeepStrictEqual } from 'node:util'
import type { Observation } from './observation.js'
import { CHAPTERS, type Chapter } from './observations/list.js'
import type { Json } from './wire/answer.js'
import type { World } from './world/world.js'

export interface Result {
  readonly observation: Observation
  readonly verdict: 'holds' | 'differs' | 'failed' | 'skipped'
  readonly seen: Json
}

/** Those of a statement, an unknown or a knob; all where nothing is named. */
export function chosen(only: readonly string[]): readonly Chapter[] {
  const wanted = ({ statement, unknown }: Observation) =>
    only.length === 0 || only.some((name) => [statement, unknown?.row, unknown?.knob].includes(name))
  return CHAPTERS.map(({ name, observations }) => ({ name, observations: observations.filter(wanted) }))
}

/** Asks each in its turn. One that cannot be asked says why, and the others go on. */
export async function runSuite(
  world: World,
  selection: readonly Chapter[],
  told: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const asks = (...names: readonly Chapter['name'][]) =>
    selection.some(({ name, observations }) => names.includes(name) && observations.length > 0)
  const clusters = prepared(world, {
    deployment: asks('control'),
    clusters: asks('cached', 'changing', 'measured'),
  })
  // Of stages that nothing else asks, so that they change while the others are asked.
  const changes = asks('changing') && !world.target.clock.jumps ? begun(world.changes) : undefined
  for (const { name, observations } of selection) {
    if (observations.length === 0) continue
    if (name !== 'control' && name !== 'serving') await clusters
    for (const observation of observations) {
      const result = await asked(world, observation)
      results.push(result)
      told(result)
    }
  }
  await Promise.all([clusters, changes])
  return results
}

/** Clusters take minutes, in which the rest is asked. A failure is told by whoever needs what failed. */
async function prepared(
  world: World,
  needed: { readonly deployment: boolean; readonly clusters: boolean },
): Promise<void> {
  await begun(async () => {
    if (needed.deployment) await world.scratch.deployment()
    if (needed.clusters) await world.clusters()
  })
}

async function begun(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch {
    // The same promise rejects once more where it is asked for.
  }
}

async function asked(world: World, observation: Observation): Promise<Result> {
  const { needs, expected, ask } = observation
  if (needs?.backend && world.target.backend === undefined) {
    return { observation, verdict: 'skipped', seen: 'needs a backend: --backend URL' }
  }
  try {
    const seen = await ask(world)
    return { observation, verdict: isDeepStrictEqual(seen, expected) ? 'holds' : 'differs', seen }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    return { observation, verdict: 'failed', seen: error instanceof Error ? error.message : String(error) }
  }
}
