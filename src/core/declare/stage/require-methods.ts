import { ApigwCacheError, rephrased } from '../../base/errors.js'
import { type MethodRef, nameOfMethod } from '../../gateway/method.js'
import { readMethod } from '../../gateway/named-method.js'
import { coverageOf, requireCachable } from '../../settings/override-method.js'
import type { Pair } from '../seen.js'
import { sourceOf, type WantedStage } from '../wanted.js'

/**
 * Every method that the file names has to be there, or the stage cannot be planned: an accepted one that is not there
 * would accept nothing. Errors: `failure` with the closest method; `usage` for caching that caches nothing. PURE.
 */
export function requireMethods({ wanted, seen: { deployed, current, stage } }: Pair): void {
  if (deployed === null && current === null) return
  const covered = (ref: MethodRef) => coverageOf({ deployed, current }, ref, stage.target)
  for (const { method, path, settings } of wanted.methods) {
    placed(wanted, `methods.${nameOfMethod({ method, path })}`, '', () =>
      requireCachable(covered({ method, path }), settings.caching, stage.target),
    )
  }
  for (const ref of acceptedIn(wanted)) {
    placed(wanted, `acceptUnkeyed.${nameOfMethod(ref)}`, 'acceptUnkeyed: ', () => covered(ref))
  }
}

/** The methods that the file accepts by name; `all` is none of them. PURE. */
export function acceptedIn({ acceptUnkeyed }: Pick<WantedStage, 'acceptUnkeyed'>): readonly MethodRef[] {
  return acceptUnkeyed.flatMap(({ method }) => readMethod(method) ?? [])
}

/** Puts before an error where the file says what is wrong. */
function placed(wanted: WantedStage, path: string, field: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    const source = sourceOf(wanted, path)
    if (!(error instanceof ApigwCacheError) || source === null) throw error
    throw rephrased(error, `${source.file}:${source.line}:${source.column}: ${field}${error.message}`)
  }
}
