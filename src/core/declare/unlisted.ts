import type { Connection } from '../aws/connection.js'
import { stagesOfApis } from '../find/stages-of-apis.js'
import { nameOfMethod, sameMethod } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import { provisioned } from '../gateway/stage.js'
import type { Pair } from './seen.js'
import { overridesIn } from './stage/entries.js'

/** Something that is live but in no file. */
export interface Unlisted {
  readonly target: Target
  /** `cache`, or `methods.GET /users`. */
  readonly path: string
}

/** Looks for it in the stages of the files, and for caches in all stages of their accounts and regions. */
export async function unlistedIn(pairs: readonly Pair[]): Promise<readonly Unlisted[]> {
  const connections = [...new Set(pairs.map(({ seen }) => seen.stage.connection))]
  const stages = await Promise.all(connections.map((one) => cachesWithout(one, pairs)))
  return [...pairs.flatMap(overridesWithout), ...stages.flat()]
}

/** How many overrides of the stages no file has and none of the files prunes. PURE. */
export function leftAlone(pairs: readonly Pair[]): number {
  return pairs.filter(({ wanted }) => !wanted.prune).flatMap(overridesWithout).length
}

function overridesWithout({ wanted, seen: { stage } }: Pair): readonly Unlisted[] {
  const { record, target } = stage
  return overridesIn(record.settings)
    .filter((ref) => !wanted.methods.some((one) => sameMethod(one, ref)))
    .map((ref) => ({ target, path: `methods.${nameOfMethod(ref)}` }))
}

async function cachesWithout(connection: Connection, pairs: readonly Pair[]): Promise<readonly Unlisted[]> {
  const apis = await connection.control.restApis()
  const { all } = await stagesOfApis(connection, apis, null, ({ kind }) => kind !== 'interrupted')
  const listed = pairs.map(({ seen: { stage } }) => stage.target)
  return all
    .filter(({ record, target }) => provisioned(record) && !listed.some((one) => sameStage(one, target)))
    .map(({ target }) => ({ target, path: 'cache' }))
}

function sameStage(a: Target, b: Target): boolean {
  return a.region === b.region && a.api.id === b.api.id && a.stage === b.stage
}
