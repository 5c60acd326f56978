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

/** Finds the stages that are meant. Errors: `failure` where none fits, `denied` where none may be read. */
export async function selectStages(
  connection: Connection,
  selectors: Selectors,
  account: string | null,
): Promise<Selected> {
  const { region } = connection
  const selection = selectionOf(selectors)
  const allApis = await connection.control.restApis()
  requireEach(selectors.apis, allApis, region)
  const found = allApis.filter(selection.hasApi)
  const { all, unread } = await stagesOfApis(connection, found, account, ({ kind }) => kind !== 'interrupted')
  const stages = all
    .filter(({ api, target }) => selection.hasStage(api, target.stage))
    .map((one) => ({ ...one, allApis, inferred: null }))
    .sort(byName)
  const failed = unread.map(({ api: { id, name }, error }) => {
    return { target: { account, region, api: { id, name } }, message: error.message, error }
  })
  if (stages.length === 0) throw nothingFits(region, selectors, failed)
  if (failed.length === 0) requireStages(selectors, stages)
  return { stages, failed }
}

/** A name that fits nothing is a mistake, even where others fit; so is one that fits several APIs. */
function requireEach(apis: readonly string[], all: readonly ApiRecord[], region: string): void {
  for (const text of apis) {
    if (isGlob(text)) continue
    const found = all.filter(apiSelector(text).fits)
    if (found.length === 0) {
      throw new ApigwCacheError('failure', 'no-such-api', `no REST API "${text}" in ${region}`)
    }
    if (found.length > 1) {
      throw new ApigwCacheError('usage', 'ambiguous-api', `${found.length} REST APIs are called "${text}"`, {
        data: { ids: found.map(({ id }) => id) },
      })
    }
  }
}

/** The same of stages, and of those that an ARN or URL names. */
function requireStages({ apis, stages: names }: Selectors, stages: readonly OpenStage[]): void {
  const there = new Set(stages.map(({ target }) => target.stage))
  const missing = names.find((name) => !isGlob(name) && !there.has(name))
  if (missing !== undefined) {
    throw new ApigwCacheError('failure', 'no-such-stage', `no stage "${missing}" in these APIs`)
  }
  for (const text of apis) {
    if (isGlob(text)) continue
    const { api, stage } = parseApiReference(text)
    if (stage === null) continue
    const found = stages.some(({ target }) => target.api.id === api && target.stage === stage)
    if (!found)
      throw new ApigwCacheError(
        'failure',
        'stage-of-api-not-meant',
        `no stage "${stage}" of API ${api} is meant`,
      )
  }
}

function nothingFits(
  region: string,
  { apis, stages }: Selectors,
  failed: readonly Failure[],
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
  return new ApigwCacheError('failure', 'nothing-fits', `there is ${stage} in ${api} of ${region}`)
}

function byName({ target: a }: OpenStage, { target: b }: OpenStage): number {
  return (
    compareText(a.api.name ?? '', b.api.name ?? '') ||
    compareText(a.api.id, b.api.id) ||
    compareText(a.stage, b.stage)
  )
}
