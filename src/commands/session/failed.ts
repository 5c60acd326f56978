import { sentBefore } from '../../core/find/ledger.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Failed } from '../../core/find/outcome.js'
import type { Failure } from '../../core/find/select.js'
import { fullNameOf } from '../../core/gateway/stage.js'

/** How to look at a stage that was written to. */
export function lookAt({ target, error }: Failure, stages: readonly OpenStage[]): string {
  const stage = stages.find((one) => one.target === target)
  if (!stage || sentBefore(error) === 'none') return ''
  return `; to look:\n${stage.connection.spelling.step({ verb: 'status', target: stage.target })}`
}

/** `account` is known where there may be several. */
export function nameOfFailed({ account, region, api, stage }: Failed['target']): string {
  const where = [account, region].filter(Boolean).join(' ')
  if (api === undefined) return where
  const name = stage === undefined ? `API ${api.name ?? '(no name)'} (${api.id})` : fullNameOf({ api, stage })
  return account ? `${name} in ${where}` : name
}
