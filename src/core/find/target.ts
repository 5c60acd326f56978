import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import type { ApiRecord } from '../gateway/record.js'
import { parseApiReference } from '../gateway/reference.js'
import { fullNameOf } from '../gateway/stage.js'
import type { OpenStage } from './open-stage.js'
import { type Candidate, stagesOfApi, stagesOfApis } from './stages-of-apis.js'
import { ambiguous, noneFits, noneReadable, noSuchApi, skipped } from './target-errors.js'

export interface TargetRequest {
  /** Id, exact name, ARN or invoke URL. */
  readonly api?: string | undefined
  readonly stage?: string | undefined
  readonly account?: string | undefined
}

export interface OpenOptions {
  /** Asks which one is meant; where it is missing, several candidates are a usage error that lists them. */
  readonly choose?: ((candidates: readonly Candidate[]) => Promise<Candidate>) | undefined
}

/** From what was typed to one stage of one REST API. Errors: `usage` (ambiguous), `failure` (does not exist). */
export async function openStage(
  connection: Connection,
  request: TargetRequest,
  { choose }: OpenOptions = {},
): Promise<OpenStage> {
  const reference = request.api === undefined ? null : parseApiReference(request.api)
  const wanted = stageOf(request.stage, reference?.stage ?? null)
  const { apis, allApis } = await apisFor(connection, reference)
  const { all, unread } = await stagesOf(connection, apis, request.account ?? null)
  const fitting = all.filter(({ record }) => wanted === null || record.name === wanted)
  const [only] = fitting
  if (!only && unread.length > 0) throw noneReadable(unread, wanted)
  if (!only) throw noneFits(connection.region, all, apis, reference?.api ?? null, wanted)
  if (fitting.length > 1 && !choose) throw ambiguous(fitting, wanted)
  const found = fitting.length > 1 && choose ? await choose(fitting) : only
  const complete = (reference !== null && wanted !== null) || fitting.length > 1
  const inferred = complete ? null : `using ${fullNameOf(found.target)}${skipped(unread)}`
  return { ...found, allApis, inferred }
}

function stageOf(flag: string | undefined, inReference: string | null): string | null {
  if (flag !== undefined && inReference !== null && flag !== inReference) {
    throw new ApigwCacheError('usage', 'contradicting-stage', `"${inReference}" and "${flag}" are different stages`, {
      hint: 'leave one of them out',
      data: { stage: flag, inApi: inReference },
    })
  }
  return flag ?? inReference
}

async function apisFor(
  connection: Connection,
  reference: ReturnType<typeof parseApiReference> | null,
): Promise<{ readonly apis: readonly ApiRecord[]; readonly allApis: readonly ApiRecord[] | null }> {
  const { control, region } = connection
  if (reference === null) {
    const allApis = await control.restApis()
    return { apis: allApis, allApis }
  }
  const { api, certain } = reference
  // Ten lower-case letters and digits are an id nearly always: one call instead of a walk through all pages.
  if (certain || /^[a-z0-9]{10}$/.test(api)) {
    try {
      return { apis: [await control.restApi(api)], allApis: null }
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  const allApis = await control.restApis()
  const apis = allApis.filter(({ id, name }) => id === api || name === api)
  if (apis.length === 0) throw noSuchApi(region, api, allApis)
  return { apis, allApis }
}

/** Of several APIs one may be hidden, and the others can still be meant; of a single one the error says it all. */
async function stagesOf(
  connection: Connection,
  apis: readonly ApiRecord[],
  account: string | null,
): ReturnType<typeof stagesOfApis> {
  const [only, ...others] = apis
  return only && others.length === 0
    ? { all: await stagesOfApi(connection, only, account), unread: [] }
    : stagesOfApis(connection, apis, account, isDenied)
}
