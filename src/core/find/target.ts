import PQueue from 'p-queue'
import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import type { ApiRecord, StageRecord } from '../gateway/record.js'
import { parseApiReference } from '../gateway/reference.js'
import type { OpenStage } from './open-stage.js'
import {
  ambiguous,
  type Candidate,
  type Denied,
  noneFits,
  noneReadable,
  noSuchApi,
  skipped,
} from './target-errors.js'

/** How many APIs are asked for their stages at the same time; the rate limits them as well. */
const PARALLEL_READS = 4

export interface TargetRequest {
  /** Id, exact name, ARN or invoke URL. */
  readonly api?: string | undefined
  readonly stage?: string | undefined
  readonly account?: string | undefined
}

/** For those who take the parts of an open stage apart from its connection. */
export interface ResolvedTarget extends OpenStage {
  readonly stage: StageRecord
}

export interface ResolveOptions {
  /** Asks which one is meant; where it is missing, several candidates are a usage error that lists them. */
  readonly choose?: ((candidates: readonly Candidate[]) => Promise<Candidate>) | undefined
}

/** From what was typed to one stage of one REST API. Errors: `usage` (ambiguous), `failure` (does not exist). */
export async function resolveTarget(
  connection: Connection,
  request: TargetRequest,
  { choose }: ResolveOptions = {},
): Promise<ResolvedTarget> {
  const reference = request.api === undefined ? null : parseApiReference(request.api)
  const wanted = stageOf(request.stage, reference?.stage ?? null)
  const { apis, allApis } = await apisFor(connection, reference)
  const { all, denied } = await withStages(connection, apis)
  const fitting = all.filter(({ stage }) => wanted === null || stage.name === wanted)
  const [only] = fitting
  if (!only && denied.length > 0) throw noneReadable(denied, wanted)
  if (!only) throw noneFits(connection.region, all, apis, reference?.api ?? null, wanted)
  if (fitting.length > 1 && !choose) throw ambiguous(fitting, wanted)
  const found = fitting.length > 1 && choose ? await choose(fitting) : only
  const complete = (reference !== null && wanted !== null) || fitting.length > 1
  return {
    ...found,
    connection,
    record: found.stage,
    allApis,
    target: {
      account: request.account ?? null,
      region: connection.region,
      api: { id: found.api.id, name: found.api.name },
      stage: found.stage.name,
    },
    inferred: complete ? null : `using ${describe(found)}${skipped(denied)}`,
  }
}

/** One line about a candidate, for a list to choose from. */
export function describe({ api, stage }: Candidate): string {
  return `stage ${stage.name} of API ${api.name ?? '(no name)'} (${api.id})`
}

function stageOf(flag: string | undefined, inReference: string | null): string | null {
  if (flag !== undefined && inReference !== null && flag !== inReference) {
    throw new ApigwCacheError(
      'usage',
      'contradicting-stage',
      `"${inReference}" and "${flag}" are different stages`,
      {
        hint: 'leave one of them out',
        data: { stage: flag, inApi: inReference },
      },
    )
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

/** Of several APIs one may be deleted meanwhile, and one may not be read: the others can still be meant. */
async function withStages(
  { control }: Connection,
  apis: readonly ApiRecord[],
): Promise<{ readonly all: readonly Candidate[]; readonly denied: readonly Denied[] }> {
  const queue = new PQueue({ concurrency: PARALLEL_READS })
  const denied: Denied[] = []
  const read = async (api: ApiRecord): Promise<readonly Candidate[]> => {
    try {
      return (await control.stages(api.id)).map((stage) => ({ api, stage }))
    } catch (error) {
      if (apis.length === 1 || !(isNotFound(error) || isDenied(error))) throw error
      if (isDenied(error)) denied.push({ api, error })
      return []
    }
  }
  const lists = await Promise.all(apis.map((api) => queue.add(() => read(api))))
  return { all: lists.flat(), denied }
}
