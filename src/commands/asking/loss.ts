import type { Context } from '../../context.js'
import type { StageRecord } from '../../core/aws/api.js'
import type { Connection } from '../../core/aws/connection.js'
import { ToolError } from '../../core/base/errors.js'
import { shellWord } from '../../core/doctor/command.js'
import { isAccepted } from '../../core/exposure/accepted.js'
import type { UnkeyedMethod } from '../../core/exposure/unkeyed-path.js'
import type { Price, Target } from '../../core/gateway/model.js'
import { usd, whosePrice } from '../../core/gateway/price-text.js'
import { pricesOf } from '../../core/gateway/pricing.js'
import { clusterOf } from '../../core/gateway/stage.js'
import { lastHourHits } from '../../core/metrics/last-hour.js'
import { clean } from '../../render/text.js'
import { count } from '../../render/units.js'
import type { WritingFlags } from '../flags/common.js'
import type { Session } from '../session/session.js'

export interface Question {
  /** `Remove the cache of stage prod`: what is about to be done. */
  readonly verb: (stage: string) => string
  /** What is lost besides every entry, and how long it takes. */
  readonly loss: string
  /** Capacity afterwards; null where there is no cluster then, undefined where it stays. */
  readonly sizeAfter?: string | null
}

/** Before anything is read: without somebody to ask, losing entries needs `--yes`. */
export function requireYes({ yes, dryRun }: WritingFlags, { io }: Context, what: string): void {
  if (yes || dryRun || io.interactive) return
  throw new ToolError('usage', `${what} loses every entry, and nobody is here to ask`, {
    hint: 'repeat with --yes',
  })
}

/** Asks about what is lost, with the figures behind it. With `--yes` they are not even fetched. */
export async function askAboutLoss(
  context: Context,
  { yes, dryRun }: WritingFlags,
  connection: Connection,
  target: Target,
  record: StageRecord,
  question: Question,
): Promise<void> {
  if (yes) return
  if (dryRun) {
    context.io.err(clean(`would ask: ${question.verb(target.stage)}? ${question.loss}`))
    return
  }
  const [account, hits] = await Promise.all([accountOf(connection), hitsOf(connection, target)])
  const where = connection.endpoint === null ? '' : `, endpoint ${connection.endpoint}`
  const load = hits === null ? 'no figure for the last hour' : `${count(hits)} hits in the last hour`
  // All of it is the question: --quiet silences notes, not what somebody is asked to agree to.
  const lines = [
    `account ${account}, region ${target.region}${where}`,
    `API ${target.api.name ?? ''} (${target.api.id}), stage ${target.stage}`,
    `lost: every entry. ${question.loss}. Load that will reach the backend: ${load}`,
    ...priceChange(connection, record, question.sizeAfter),
    `${question.verb(target.stage)}?`,
  ]
  if (await context.io.confirm(lines.map(clean).join('\n'))) return
  throw new ToolError('cancelled', 'nothing was changed')
}

export interface UnkeyedFlags extends WritingFlags {
  readonly acceptUnkeyed?: readonly string[]
}

/** One caller would get another's answer: `--yes` is not enough for that. */
export async function askAboutUnkeyed(
  { io }: Context,
  session: Session,
  { acceptUnkeyed = [], dryRun }: UnkeyedFlags,
  methods: readonly UnkeyedMethod[],
): Promise<void> {
  const open = methods.filter((one) => !isAccepted(acceptUnkeyed, one))
  if (open.length === 0) return
  const names = open.map(({ method, path }) => `${method} ${path}`)
  const message = `caching would answer one caller with another's data: ${open.map(unkeyedText).join('; ')}`
  const flags = names.map((name) => `--accept-unkeyed '${name}'`).join(' ')
  if (dryRun) {
    session.warn(`would refuse without ${flags}: ${message}`)
    return
  }
  if (!io.interactive) {
    throw new ToolError('usage', message, {
      hint: `${remedyFor(open)}, or repeat with ${flags} (or --accept-unkeyed all)`,
    })
  }
  session.warn(message)
  if (await io.confirm('Cache them all the same?')) return
  throw new ToolError('cancelled', 'nothing was changed')
}

const SIGNATURE = 'IAM'

function unkeyedText({ method, path, missing }: UnkeyedMethod): string {
  const keys = missing.filter((one) => one !== SIGNATURE)
  const lacks = keys.length === 0 ? [] : [`is not keyed on ${keys.join(', ')}`]
  const signed = missing.includes(SIGNATURE) ? ['takes signed requests, which no cache key tells apart'] : []
  return `${method} ${path} ${[...lacks, ...signed].join(' and ')}`
}

function remedyFor(methods: readonly UnkeyedMethod[]): string {
  if (methods.some(({ missing }) => missing.includes(SIGNATURE))) {
    return 'turn caching off for what takes signed requests (apigw-cache override … --cache off) and key the rest'
  }
  const [first, ...others] = methods.map(({ method, path, missing }) =>
    ['apigw-cache keys add', ...[method, path, ...missing].map(shellWord), '--deploy'].join(' '),
  )
  return others.length === 0 ? `${first}` : `${first} (and the ${others.length} others likewise)`
}

function priceChange(
  { region, prices }: Connection,
  record: StageRecord,
  sizeAfter: string | null | undefined,
): readonly string[] {
  if (sizeAfter === undefined) return []
  const status = sizeAfter === null ? 'NOT_AVAILABLE' : 'AVAILABLE'
  const clusters = [clusterOf(record), { status, size: sizeAfter }] as const
  const [before, after] = pricesOf(clusters, region, prices)
  const shown = ({ monthlyUsd }: Price) => (monthlyUsd === null ? 'unknown' : usd(monthlyUsd))
  const whose = whosePrice(before.of, region)
  return [`price: about ${shown(before)} a month before, ${shown(after)} after${whose}`]
}

/** The question is worth asking without them, too. */
async function accountOf(connection: Connection): Promise<string> {
  try {
    return await connection.account()
  } catch {
    return 'unknown'
  }
}

/** Hits of the last hour; null where they are not known. */
export async function hitsOf(connection: Connection, target: Target): Promise<number | null> {
  try {
    return await lastHourHits(connection, target)
  } catch {
    return null
  }
}
