import { decoded } from '../base/decoded.js'
import { ApigwCacheError } from '../base/errors.js'
import { type Plan, pathOf } from './plan.js'
import { shownUrl } from './shown-url.js'
import type { Variation } from './variation.js'

/**
 * A path that still has `{id}` where the method's has it was copied from there, and is no request; null where no
 * values can be varied. Errors: `usage`.
 */
export function requireValues(plan: Plan, variations: readonly Variation[] | null): void {
  const path = pathOf(plan)
  const template = plan.method?.path ?? plan.deployed?.path
  if (path === null || template === undefined) return
  const parts = path.split('/').map((part) => decoded(part) ?? part)
  const [name] = template.split('/').flatMap((part, index) => {
    const [, parameter] = /^\{(.+?)\+?\}$/.exec(part) ?? []
    const left = parameter !== undefined && parts[index] === part
    return left && !variations?.some(({ kind, name }) => kind === 'path' && name === parameter) ? [parameter] : []
  })
  if (name === undefined) return
  const shown = shownUrl(parts.join('/'), plan.deployed)
  const given = shown.replaceAll(/\{[^/]+\}/g, '1')
  throw new ApigwCacheError('usage', 'placeholder', `"${shown}" has a placeholder`, {
    hint: `give it a value, such as ${given}`,
    data: { name, given, canVary: variations !== null },
  })
}
