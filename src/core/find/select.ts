import PQueue from 'p-queue'
import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { ApigwCacheError } from '../base/errors.js'
import type { ApiRecord } from '../gateway/record.js'
import { parseApiReference } from '../gateway/reference.js'
import { globMatcher, isGlob } from './glob.js'
import type { Failed } from './outcome.js'
import type { ResolvedTarget } from './target.js'

/** How many APIs are asked for their stages at the same time; the rate limits them as well. */
const PARALLEL_READS = 4

/** Which stages are meant: those that fit one of each list, or all where a list is empty. */
export interface Selectors {
  /** Ids, exact names, globs of names, ARNs or invoke URLs. */
  readonly apis: readonly string[]
  /** Names or globs of names. */
  readonly stages: readonly string[]
}

export interface Selected {
  /** In the order of the APIs' names, then of the stages'. */
  readonly targets: readonly ResolvedTarget[]
  /** APIs whose stages could not be read. */
  readonly failed: readonly Failure[]
}

/** What could not be done, with the error itself, which decides about the exit code. */
export interface Failure extends Failed {
  readonly error: unknown
}

/** Finds the stages that are meant. Errors: `failure` where none fits, `denied` where none may be read. */
export async function selectStages(
  connection: Connection,
  { apis, stages }: Selectors,
  account: string | null,
): Promise<Selected> {
  const wanted = apis.map(apiSelector)
  const all = await connection.control.restApis()
  const isStage = anyOf(stages)
  const found = all.filter((api) => wanted.length === 0 || wanted.some((one) => one.fits(api)))
  requireEach(apis, wanted, all, connection.region)
  const failed: Failure[] = []
  const read = async (api: ApiRecord): Promise<readonly ResolvedTarget[]> => {
    const named = wanted.filter((one) => one.fits(api)).map(({ stage }) => stage)
    const target = { account, region: connection.region, api: { id: api.id, name: api.name } }
    try {
      const records = await connection.control.stages(api.id)
      return records
        .filter(({ name }) => isStage(name))
        .filter(({ name }) => named.length === 0 || named.some((one) => one === null || one === name))
        .map((stage) => ({
          target: { ...target, stage: stage.name },
          connection,
          api,
          stage,
          record: stage,
          allApis: all,
          inferred: null,
        }))
    } catch (error) {
      // It may have been deleted since the list was made.
      if (isNotFound(error)) return []
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      failed.push({ target, message: error.message, error })
      return []
    }
  }
  const queue = new PQueue({ concurrency: PARALLEL_READS })
  const lists = await Promise.all(found.map((api) => queue.add(() => read(api))))
  const targets = lists.flat().sort(byName)
  if (targets.length === 0) throw nothingFits(connection.region, { apis, stages }, failed)
  if (failed.length === 0) requireStages({ apis, stages }, targets)
  return { targets, failed }
}

interface ApiSelector {
  readonly fits: (api: ApiRecord) => boolean
  /** Of an ARN or URL that names one. */
  readonly stage: string | null
}

function apiSelector(text: string): ApiSelector {
  const { api, certain, stage } = parseApiReference(text)
  if (certain) return { fits: ({ id }) => id === api, stage }
  const fitsName = matcher(api)
  return { fits: ({ id, name }) => id === api || (name !== null && fitsName(name)), stage: null }
}

function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map(matcher)
  return (name) => matchers.length === 0 || matchers.some((fits) => fits(name))
}

/** A name that is spelled exactly like the pattern fits in any case: names may hold brackets and stars. */
function matcher(pattern: string): (name: string) => boolean {
  if (!isGlob(pattern)) return (name) => name === pattern
  const fits = globMatcher(pattern)
  return (name) => name === pattern || fits(name)
}

/** A name that fits nothing is a mistake, even where others fit; so is one that fits several APIs. */
function requireEach(
  apis: readonly string[],
  wanted: readonly ApiSelector[],
  all: readonly ApiRecord[],
  region: string,
): void {
  for (const [index, text] of apis.entries()) {
    if (isGlob(text)) continue
    const found = all.filter((api) => wanted[index]?.fits(api))
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
function requireStages({ apis, stages }: Selectors, targets: readonly ResolvedTarget[]): void {
  const there = new Set(targets.map(({ target }) => target.stage))
  const missing = stages.find((name) => !isGlob(name) && !there.has(name))
  if (missing !== undefined) {
    throw new ApigwCacheError('failure', 'no-such-stage', `no stage "${missing}" in these APIs`)
  }
  for (const text of apis) {
    if (isGlob(text)) continue
    const { api, stage } = parseApiReference(text)
    if (stage === null) continue
    const found = targets.some(({ target }) => target.api.id === api && target.stage === stage)
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
    const denied = failed.every(({ error }) => error instanceof ApigwCacheError && error.kind === 'denied')
    const message = `no stage could be read: ${first.message}`
    return new ApigwCacheError(denied ? 'denied' : 'failure', 'no-readable-stage', message, { cause })
  }
  const api = apis.length === 0 ? 'any REST API' : `an API that fits ${apis.join(', ')}`
  const stage = stages.length === 0 ? 'no stage' : `no stage that fits ${stages.join(', ')}`
  return new ApigwCacheError('failure', 'nothing-fits', `there is ${stage} in ${api} of ${region}`)
}

function byName(a: ResolvedTarget, b: ResolvedTarget): number {
  const name = ({ target: { api, stage } }: ResolvedTarget) => [api.name ?? '', api.id, stage]
  const [x, y] = [name(a), name(b)]
  const at = x.findIndex((part, index) => part !== y[index])
  return at < 0 ? 0 : (x[at] ?? '') < (y[at] ?? '') ? -1 : 1
}
