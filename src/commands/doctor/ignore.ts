import { ApigwCacheError } from '../../core/base/errors.js'
import { ruleOf } from '../../core/doctor/rules.js'
import type { Suppression } from '../../core/doctor/suppression.js'

const ON_COMMAND_LINE = 'ignored on the command line'

/** `RULE` or `RULE@METHOD PATH`. Errors: `usage`. */
export function parseIgnore(text: string): Suppression {
  const at = text.indexOf('@')
  const rule = ruleOf(at < 0 ? text : text.slice(0, at), '--ignore').id
  if (at < 0) return { rule, reason: ON_COMMAND_LINE }
  const [, method = '', path = ''] = /^([A-Za-z]+)\s+(\/\S*)$/.exec(text.slice(at + 1).trim()) ?? []
  if (path !== '') return { rule, method: method.toUpperCase(), path, reason: ON_COMMAND_LINE }
  throw new ApigwCacheError('usage', 'command-line', `--ignore is "${text}"`, {
    hint: `--ignore ${rule}, or --ignore '${rule}@GET /pets/{id}'`,
  })
}
