import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord } from '../base/json.js'
import { jsonLines, type Line } from './lines.js'
import { isRegion, notRegion } from './regions.js'

/** A stage as a file names it. */
export interface NamedTarget {
  /** Null: that of the credentials. */
  readonly account: string | null
  readonly region: string
  /** Id or exact name. */
  readonly api: string
  /** The name beside the id, where the file has both. */
  readonly apiName: string | null
  readonly stage: string
}

/**
 * Reads JSON lines with `account`, `region`, `api` (a text, or an object with `id` or `name`) and `stage`, such as a
 * list writes them; other fields are left alone, and a stage that comes twice counts once. Errors: `usage`, with
 * file and line.
 */
export function parseTargets(name: string, text: string): readonly NamedTarget[] {
  const targets = jsonLines(name, text).map(targetOf)
  if (targets.length === 0) throw new ApigwCacheError('usage', 'targets-file', `${name} has no target`)
  return [...new Map(targets.map((one) => [JSON.stringify(one), one])).values()]
}

function targetOf({ place, value }: Line): NamedTarget {
  const wrong = (what: string) => new ApigwCacheError('usage', 'targets-file', `${place}: ${what}`)
  if (!isRecord(value)) throw wrong('not a target')
  const text = (key: string): string | null => {
    const found = field(value, key)
    if (found === undefined || found === null || found === '') return null
    if (typeof found === 'number') throw wrong(`the ${key} is a number, which loses leading zeros: quote it`)
    return typeof found === 'string' ? found : null
  }
  const account = text('account')
  if (account !== null && !/^\d{12}$/.test(account)) throw wrong(`"${account}" is not an account of twelve digits`)
  const region = text('region')
  if (region === null || !isRegion(region)) throw wrong(region === null ? 'there is no region' : notRegion(region))
  const named = field(value, 'api')
  const api = text('api') ?? [field(named, 'id'), field(named, 'name')].find((one) => typeof one === 'string')
  if (typeof api !== 'string' || api === '') throw wrong('there is no api')
  const stage = text('stage')
  if (stage === null) throw wrong('there is no stage')
  const name = field(named, 'name')
  return { account, region, api, apiName: typeof name === 'string' && name !== api ? name : null, stage }
}
