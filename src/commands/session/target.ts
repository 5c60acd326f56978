import type { Env } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { SettingsFile } from '../../core/config-file/settings-file.js'
import { type ApiReference, parseApiReference } from '../../core/gateway/reference.js'
import type { GlobalFlags } from '../flags/common.js'
import { accountId } from '../flags/values.js'
import { from } from './origin.js'

/** Which stage of which account is meant, and where. */
export interface TargetSettings {
  readonly api: string | undefined
  readonly stage: string | undefined
  readonly account: string | undefined
  readonly region: string | undefined
}

interface Layer {
  readonly api?: string | undefined
  readonly stage?: string | undefined
  readonly account?: string | undefined
  readonly region?: string | undefined
}

/**
 * Flag before environment before file. An ARN or URL says stage, region and account too: as much as its own
 * layer says, and less than what that layer says by itself. Only two flags can contradict each other.
 */
export function targetSettings(
  { api, stage, account, region }: GlobalFlags,
  env: Env,
  file: SettingsFile,
  place: (key: string) => string,
): TargetSettings {
  const flags: Layer = { api, stage, account, region }
  const variables: Layer = {
    api: env.APIGW_CACHE_API || undefined,
    stage: env.APIGW_CACHE_STAGE || undefined,
    account: env.APIGW_CACHE_ACCOUNT || undefined,
  }
  // Regions of the environment and the file come behind a profile's endpoint and are resolved with it.
  const layers = [flags, variables, { ...file, region: undefined }]
  const chosen = layers.find((layer) => layer.api !== undefined)
  const origin = (field: 'api' | 'account') =>
    flags[field] ? `--${field}` : variables[field] ? `APIGW_CACHE_${field.toUpperCase()}` : place(field)
  const reference = chosen?.api === undefined ? null : from(origin('api'), parseApiReference, chosen.api)
  if (chosen === flags && reference !== null) refuseContradiction(flags, reference)
  const pick = (field: 'stage' | 'account' | 'region') =>
    layers.flatMap((layer) => [layer[field], layer === chosen ? reference?.[field] : null]).find(Boolean) ?? undefined
  const found = { stage: pick('stage'), account: pick('account'), region: pick('region') }
  const overruled = reference?.stage && reference.stage !== found.stage
  return {
    ...found,
    account: found.account === undefined ? undefined : from(origin('account'), accountId, found.account),
    api: overruled ? reference.api : chosen?.api,
  }
}

function refuseContradiction(flags: Layer, reference: ApiReference): void {
  for (const field of ['stage', 'account', 'region'] as const) {
    const [given, inApi] = [flags[field], reference[field]]
    if (given === undefined || !inApi || given === inApi) continue
    throw new ApigwCacheError('usage', 'command-line', `--${field} says "${given}", --api says "${inApi}"`, {
      hint: 'leave one of them out',
    })
  }
}
