import { figure } from '../../core/base/quantities.js'
import { CLUSTER_SIZES } from '../../core/gateway/model.js'
import { priceOf } from '../../core/gateway/pricing.js'

/** Help of `--size`: each capacity with its price, as far as the table of the tool has it. */
export function sizeHelp(): string {
  const sizes = CLUSTER_SIZES.map((size) => {
    const { monthlyUsd } = priceOf({ status: 'AVAILABLE', size })
    return monthlyUsd === null ? size : `${size} ($${figure(Math.round(monthlyUsd))})`
  })
  return `capacity in GB, and about what it costs a month in us-east-1: ${sizes.join(', ')}`
}
