import { createHash } from 'node:crypto'
import type { Shard } from './shard.js'

/** Whole accounts and regions, so that no two processes share a quota. PURE. */
export function isInShard(
  { account, region }: { readonly account: string; readonly region: string },
  { index, count }: Shard,
): boolean {
  const digest = createHash('sha256').update(`${account}/${region}`).digest('hex')
  return BigInt(`0x${digest}`) % BigInt(count) === BigInt(index - 1)
}
