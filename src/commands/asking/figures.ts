import type { Connection } from '../../core/aws/connection.js'
import type { LossQuestion } from '../../core/cluster/loss.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Cluster, Target } from '../../core/gateway/model.js'
import { pricesOf, usd, whosePrice } from '../../core/gateway/pricing.js'
import type { StageRecord } from '../../core/gateway/record.js'
import { clusterOf } from '../../core/gateway/stage.js'
import { lastHourHits } from '../../core/metrics/last-hour.js'
import { count } from '../../render/format/units.js'

/** The cluster after a change: of this size, none, or the same. */
export type After = { readonly size: string } | 'none' | 'same'

export function afterOf(by: LossQuestion['by']): After {
  if (by.change === 'resize') return { size: by.size }
  return by.change === 'disable' ? 'none' : 'same'
}

/** `account 123456789012, region eu-west-1`, and the endpoint where it is not AWS's. */
export async function placeLine(connection: Connection): Promise<string> {
  const where = connection.endpoint === null ? '' : `, endpoint ${connection.endpoint}`
  return `account ${await accountOf(connection)}, region ${connection.region}${where}`
}

export function stageLine({ api, stage }: Target): string {
  return `API ${api.name ?? ''} (${api.id}), stage ${stage}`
}

/** What reaches the backends without the entries, of all stages together. */
export async function loadLine(stages: readonly Pick<OpenStage, 'connection' | 'target'>[]): Promise<string> {
  const hits = await Promise.all(stages.map(({ connection, target }) => hitsOf(connection, target)))
  const known = hits.filter((one) => one !== null)
  const backends = stages.length > 1 ? 'the backends' : 'the backend'
  if (known.length === 0) return `Load that will reach ${backends}: no figure for the last hour`
  const sum = count(known.reduce((a, b) => a + b, 0))
  const some = known.length < stages.length ? `, of ${known.length} of the ${stages.length} stages` : ''
  return `Load that will reach ${backends}: ${sum} hits in the last hour${some}`
}

/** `price: about $14.60 a month before, $0.00 after`, of all stages together; one figure where both are equal. */
export function priceLine(
  stages: readonly { readonly connection: Connection; readonly record: StageRecord }[],
  after: (record: StageRecord) => After,
): string {
  const pairs = stages.map(({ connection: { region, prices }, record }) => {
    const there = clusterOf(record)
    // What is being removed is not billed for long.
    const now = there.status === 'DELETE_IN_PROGRESS' ? GONE : there
    return { region, prices: pricesOf([now, clusterAfter(now, after(record))], region, prices) }
  })
  const sum = (place: 0 | 1) =>
    pairs.reduce<number | null>((all, { prices }) => {
      const { monthlyUsd } = prices[place]
      return all === null || monthlyUsd === null ? null : all + monthlyUsd
    }, 0)
  const [foreign] = pairs.filter(({ region, prices: [now] }) => now.of !== region)
  const whose = foreign ? whosePrice(foreign.prices[0].of, foreign.region) : ''
  const shown = (value: number | null) => (value === null ? 'unknown' : usd(value))
  const [before, then] = [shown(sum(0)), shown(sum(1))]
  const figures = before === then ? `${before} a month, before and after` : `${before} a month before, ${then} after`
  return `price: about ${figures}${whose}`
}

const GONE = { status: 'NOT_AVAILABLE', size: null } as const

function clusterAfter(now: Pick<Cluster, 'status' | 'size'>, after: After): Pick<Cluster, 'status' | 'size'> {
  if (after === 'same') return now
  return after === 'none' ? GONE : { status: 'AVAILABLE', size: after.size }
}

/** The question is worth asking even without the account. */
async function accountOf(connection: Connection): Promise<string> {
  try {
    return await connection.account()
  } catch {
    return 'unknown'
  }
}

/** Hits of the last hour; null if unknown. */
async function hitsOf(connection: Connection, target: Target): Promise<number | null> {
  try {
    return await lastHourHits(connection, target)
  } catch {
    return null
  }
}
