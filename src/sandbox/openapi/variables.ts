import { partitionOf } from '../iam/arn.js'
import type { Account } from '../world/lambda.js'
import { KEPT } from './dereference.js'

/** Puts what API Gateway's variables are into every text, and leaves out members that have no value. */
export function withVariables(value: unknown, account: Account, kept = false): unknown {
  if (typeof value === 'string') return filled(value, account)
  if (Array.isArray(value)) return value.map((item) => withVariables(item, account, kept))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, item]) => kept || item !== null)
  return Object.fromEntries(members.map(([name, item]) => [name, withVariables(item, account, kept || KEPT.has(name))]))
}

function filled(text: string, { accountId, region }: Account): string {
  return text
    .replaceAll('\u0024{AWS::AccountId}', accountId)
    .replaceAll('\u0024{AWS::Partition}', partitionOf(region))
    .replaceAll('\u0024{AWS::Region}', region)
}
