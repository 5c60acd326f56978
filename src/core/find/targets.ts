import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import type { ApiRecord } from '../gateway/record.js'
import type { OpenStage } from './open-stage.js'
import type { Failure, Selected } from './select.js'
import { stagesOfApi } from './stages-of-apis.js'

/** APIs at a time; the rate limits them as well. */
const PARALLEL_READS = 4

/** A stage, by id or exact name of its API. */
export interface Named {
  readonly api: string
  readonly stage: string
}

/** Opens the stages that a list names, in its order; GetStages is asked once for each API. Errors: of listing APIs. */
export async function selectTargets(
  connection: Connection,
  account: string | null,
  targets: readonly Named[],
): Promise<Selected> {
  const allApis = await connection.control.restApis()
  const found = await inParallel([...new Set(targets.map(({ api }) => api))], PARALLEL_READS, async (name) => {
    try {
      const api = apiNamed(name, allApis, connection.region)
      return [name, { candidates: await stagesOfApi(connection, api, account) }] as const
    } catch (error) {
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      return [name, { error }] as const
    }
  })
  const byName = new Map<string, (typeof found)[number][1]>(found)
  const stages: OpenStage[] = []
  const failed: Failure[] = []
  for (const { api, stage } of targets) {
    const read = byName.get(api)
    const candidates = read && 'candidates' in read ? read.candidates : []
    const one = candidates.find(({ target }) => target.stage === stage)
    if (one) {
      stages.push({ ...one, allApis, inferred: null })
      continue
    }
    const message = `no stage "${stage}" in API ${api}`
    const error = read && 'error' in read ? read.error : new ApigwCacheError('failure', 'no-such-stage', message)
    const target = { account, region: connection.region, api: refOf(api, allApis), stage }
    failed.push({ target, message: error.message, error })
  }
  return { stages, failed }
}

function apiNamed(name: string, all: readonly ApiRecord[], region: string): ApiRecord {
  const found = all.find(({ id }) => id === name) ?? onlyOne(name, all)
  if (found) return found
  throw new ApigwCacheError('failure', 'no-such-api', `no REST API "${name}" in ${region}`)
}

function onlyOne(name: string, all: readonly ApiRecord[]): ApiRecord | undefined {
  const [first, ...others] = all.filter((api) => api.name === name)
  if (others.length === 0) return first
  const message = `${others.length + 1} REST APIs are called "${name}"`
  throw new ApigwCacheError('usage', 'ambiguous-api', message, {
    data: { ids: [first, ...others].map((api) => api?.id ?? '') },
  })
}

function refOf(name: string, all: readonly ApiRecord[]): OpenStage['target']['api'] {
  const found = all.find(({ id }) => id === name)
  return found ? { id: found.id, name: found.name } : { id: name, name: null }
}
