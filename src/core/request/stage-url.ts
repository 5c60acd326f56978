import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import type { ResolvedTarget } from '../find/target.js'
import { invokeUrl } from './invoke-url.js'

/** The stage behind the URLs, where it is known. */
export interface KnownStage {
  readonly connection: Connection
  readonly resolved: ResolvedTarget
}

/** Where the stage answers. Throws `usage` where `--url` has to say it. */
export function baseOf({ connection, resolved: { api, target } }: KnownStage): string {
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

/** The path below the stage, with its query, as it will be sent. Null where the URL is somewhere else. */
export function pathInStage(stage: KnownStage, url: string, base: string | null): string | null {
  const bases = [base, quietBase(stage)].filter((one) => one !== null)
  const found = bases
    .map((one) => one.replace(/\/+$/, ''))
    .find((one) => url === one || url.startsWith(`${one}/`))
  return found === undefined ? null : url.slice(found.length) || '/'
}

function quietBase(stage: KnownStage): string | null {
  try {
    return baseOf(stage)
  } catch (error) {
    if (error instanceof ApigwCacheError) return null
    throw error
  }
}
