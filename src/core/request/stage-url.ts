import { ApigwCacheError } from '../base/errors.js'
import type { OpenStage } from '../find/open-stage.js'
import { invokeUrl } from './invoke-url.js'

/** Builds the base URL of a stage. Errors: `usage` if only the caller can know it. */
export function baseOf({ connection, api, target }: OpenStage): string {
  return invokeUrl({
    apiId: api.id,
    region: connection.region,
    stage: target.stage,
    endpoint: connection.endpoint,
    dnsSuffixes: connection.dnsSuffixes,
    endpointTypes: api.endpointTypes,
    vpcEndpointIds: api.vpcEndpointIds,
    defaultEndpointDisabled: api.defaultEndpointDisabled,
  })
}

/** Takes the path below the stage, with its query, as sent. Null for a URL elsewhere. */
export function pathInStage(stage: OpenStage, url: string, base: string | null): string | null {
  const bases = [base, baseOrNull(stage)].filter((one) => one !== null)
  const found = bases.map((one) => one.replace(/\/+$/, '')).find((one) => url === one || url.startsWith(`${one}/`))
  return found === undefined ? null : url.slice(found.length) || '/'
}

function baseOrNull(stage: OpenStage): string | null {
  try {
    return baseOf(stage)
  } catch (error) {
    if (error instanceof ApigwCacheError) return null
    throw error
  }
}
