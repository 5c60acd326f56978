import type { StagePlan } from '../stage/stage-plan.js'
import { isDone } from '../stage/work.js'

/** Takes a lock of this machine until the returned function is called. Errors: `failure` that names who has it. */
export type Lock = (name: string) => Promise<() => Promise<void>>

/** Takes one for each API that is changed. */
export async function lockApis(stages: readonly StagePlan[], lock: Lock): Promise<() => Promise<void>> {
  const names = stages
    .filter(({ work }) => !isDone(work))
    .map(({ pair: { seen } }) => {
      const { connection, target } = seen.stage
      return `API ${target.api.id} in ${target.region}${connection.endpoint === null ? '' : ` at ${connection.endpoint}`}`
    })
  const releases: (() => Promise<void>)[] = []
  const release = async () => {
    for (const one of releases) await one()
  }
  try {
    // In one order, so that two runs do not wait for each other's.
    for (const name of [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1))) releases.push(await lock(name))
  } catch (error) {
    await release()
    throw error
  }
  return release
}
