import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod/mini'
import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord } from '../base/json.js'
import { yamlContentProblem, yamlProblem } from '../base/yaml-problem.js'
import { CLUSTER_SIZES } from '../gateway/model.js'
import type { PriceTable } from '../gateway/pricing.js'
import { problemOf } from './problem.js'

const USD = z.number().check(z.nonnegative('is less than 0'))
const SIZES = z.partialRecord(z.enum(CLUSTER_SIZES), USD)
/** Refuses a misspelled region, which would silently have no effect. */
const REGION = /^[a-z]{2,4}(-[a-z]+)?-(north|south|central)?(east|west)?(?<!-)-\d$/
const SCHEMA = z.strictObject({
  asOf: z.string().check(z.refine(isDay, 'is not a day such as "2027-01-31"')),
  regions: z.record(z.string().check(z.regex(REGION)), SIZES),
})

/**
 * Reads prices that overrule this tool's: USD an hour by region and capacity, as YAML or JSON. Errors: `usage`
 * with file and key.
 */
export function parsePriceFile(path: string, source: string): PriceTable {
  const value = read(path, source)
  const parsed = SCHEMA.safeParse(value)
  if (parsed.success) return { ...parsed.data, source: `file ${path}` }
  const [issue] = parsed.error.issues
  if (issue?.code === 'invalid_key') {
    throw new ApigwCacheError(
      'usage',
      'price-file-region',
      `${path}: "${issue.path.at(-1)?.toString()}" is no AWS region`,
      {
        hint: 'like us-east-1, ap-southeast-2 or us-gov-west-1',
      },
    )
  }
  const where = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].join('.')
  throw new ApigwCacheError(
    'usage',
    'price-file',
    `${path}: ${where || 'it'} is no price table (${problemOf(issue, isThere(value, issue?.path ?? []))})`,
    {
      hint: `like asOf: "2027-01-31" and regions: { eu-west-1: { "0.5": 0.02 } }; sizes are ${CLUSTER_SIZES.join(' ')}`,
    },
  )
}

function isThere(value: unknown, place: readonly PropertyKey[]): boolean {
  let found = value
  for (const key of place) found = isRecord(found) ? field(found, String(key)) : undefined
  return found !== undefined
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  // JavaScript turns a day beyond the end of its month into one of the next.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}

function read(path: string, source: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const place = `${path}:${lines.linePos(broken.pos[0]).line}`
    throw new ApigwCacheError('usage', 'price-file-syntax', `${place}: ${yamlProblem(broken.code)}`)
  }
  try {
    return document.toJS()
  } catch (cause) {
    const message = `${path}: ${yamlContentProblem(cause)}`
    throw new ApigwCacheError('usage', 'price-file-syntax', message, { cause })
  }
}
