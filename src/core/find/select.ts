import type { Connection } from '../aws/connection.js'
import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { compareText } from '../gateway/method.js'
import type { ApiRecord } from '../gateway/record.js'
import { parseApiReference } from '../gateway/reference.js'
import { isGlob } from './glob.js'
import type { OpenStage } from './open-stage.js'
import type { Failed } from './outcome.js'
import { apiSelector, type Selectors, selectionOf } from './selection.js'
import { stagesOfApis } from './stages-of-apis.js'
import { tagText, type WantedTag } from './tags.js'

export interface Selected {
  /** In the order of the APIs' names, then of the stages'. */
  readonly stages: readonly OpenStage[]
  /** APIs whose stages could not be read. */
  readonly failed: readonly Failure[]
}

/** A failure with the error itself, which decides about the exit code. */
export interface Failure extends Failed {
  readonly error: ApigwCacheError
}

/**
 * Finds the stages that are meant; of several names that are not there, each has failed. Errors: `failure` where none
 * fits, `denied` where none may be read.
 */
export async function selectStages(
  connection: Connection,
  selectors: Selectors,
  account: string | null,
): Promise<Selected> {
  const { region } = connection
  const allApis = await connection.control.restApis()
  requireOne(selectors.apis, allApis)
  const { stages, failed } = await matchingStages(connection, selectors, account, allApis)
  // What could not be read may have the stages that are missing.
  const noApi = missingApis(selectors.apis, allApis, region)
  const noStage = failed.length === 0 ? missingStages(selectors, stages, allApis) : []
  const unknown = (errors: readonly ApigwCacheError[]) =>
    errors.map((error) => ({ target: { account, region }, message: error.message, error }))
  if (stages.length > 0) return { stages, failed: [...unknown([...noApi, ...noStage]), ...failed] }
  // Without the APIs it cannot be told which stages are missing.
  const missing = noApi.length > 0 ? noApi : noStage
  if (failed.length > 0 || missing.length < 2) {
    const [only] = failed.length === 0 ? noApi : []
    throw only ?? nothingFits(region, selectors, failed)
  }
  return { stages, failed: unknown(missing) }
}

/** Finds the stages that fit; there may be none. `allApis` are those of the region. Errors: `interrupted`. */
export async function matchingStages(
  connection: Connection,
  selectors: Selectors,
  account: string | null,
  allApis: readonly ApiRecord[],
): Promise<Selected> {
  const { region } = connection
  const selection = selectionOf(selectors)
  const found = allApis.filter(selection.hasApi)
  const { all, unread } = await stagesOfApis(connection, found, account, ({ kind }) => kind !== 'interrupted')
  const stages = all
    .filter(({ api, target }) => selection.hasStage(api, target.stage))
    .map((one) => ({ ...one, allApis, inferred: null }))
    .sort(byName)
  const failed = unread.map(({ api: { id, name }, error }) => {
    return { target: { account, region, api: { id, name } }, message: error.message, error }
  })
  return { stages, failed }
}

/** Names that fit nothing, which does not keep the others from being done. */
function missingApis(apis: readonly string[], all: readonly ApiRecord[], region: string): readonly ApigwCacheError[] {
  return apis
    .filter((text) => !isGlob(text) && !all.some(apiSelector(text).fits))
    .map((text) => new ApigwCacheError('failure', 'no-such-api', `no REST API "${text}" in ${region}`))
}

/** A name of several APIs is a mistake that only the caller can mend. */
function requireOne(apis: readonly string[], all: readonly ApiRecord[]): void {
  for (const text of apis) {
    const found = isGlob(text) ? [] : all.filter(apiSelector(text).fits)
    if (found.length > 1) {
      throw new ApigwCacheError('usage', 'ambiguous-api', `${found.length} REST APIs are called "${text}"`, {
        data: { ids: found.map(({ id }) => id) },
      })
    }
  }
}

/** The same of stages, and of those that the ARN or URL of an API names. */
function missingStages(
  { apis, stages: names }: Selectors,
  stages: readonly OpenStage[],
  all: readonly ApiRecord[],
): readonly ApigwCacheError[] {
  const there = new Set(stages.map(({ target }) => target.stage))
  const unnamed = names
    .filter((name) => !isGlob(name) && !there.has(name))
    .map((name) => new ApigwCacheError('failure', 'no-such-stage', `no stage "${name}" in these APIs`))
  const unmeant = apis.flatMap((text) => {
    const { api, stage } = isGlob(text) ? { api: text, stage: null } : parseApiReference(text)
    const isThere = stages.some(({ target }) => target.api.id === api && target.stage === stage)
    if (stage === null || isThere || !all.some(({ id }) => id === api)) return []
    const message = `no stage "${stage}" of API ${api} is meant`
    return [new ApigwCacheError('failure', 'stage-of-api-not-meant', message)]
  })
  return [...unnamed, ...unmeant]
}

export function nothingFits(
  region: string,
  { apis, stages }: Selectors,
  failed: readonly Failure[],
  tags: readonly WantedTag[] = [],
): ApigwCacheError {
  const [first] = failed
  if (first) {
    const cause = first.error
    const denied = failed.every(({ error }) => isDenied(error))
    const message = `no stage could be read: ${first.message}`
    return new ApigwCacheError(denied ? 'denied' : 'failure', 'no-readable-stage', message, { cause })
  }
  const api = apis.length === 0 ? 'any REST API' : `an API that fits ${apis.join(', ')}`
  const stage = stages.length === 0 ? 'no stage' : `no stage that fits ${stages.join(', ')}`
  const tagged = tags.length === 0 ? '' : ` with the tag${tags.length > 1 ? 's' : ''} ${tags.map(tagText).join(', ')}`
  return new ApigwCacheError('failure', 'nothing-fits', `there is ${stage}${tagged} in ${api} of ${region}`)
}

function byName({ target: a }: OpenStage, { target: b }: OpenStage): number {
  return (
    compareText(a.api.name ?? '', b.api.name ?? '') || compareText(a.api.id, b.api.id) || compareText(a.stage, b.stage)
  )
}
