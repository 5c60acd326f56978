import { wrongData } from '../../exposure/wrong-data.js'
import { nameOfMethod, sameMethod } from '../../gateway/method.js'
import type { StagePlan } from '../stage/stage-plan.js'

/** Names what a stage needs by now, and nobody has agreed to; undefined where there is nothing. PURE. */
export function unagreed(agreed: StagePlan, now: StagePlan): string | undefined {
  const known = new Set(agreed.changes.filter(({ blocked }) => blocked === null).map(({ path }) => path))
  const isNew = now.changes.find(({ path, blocked }) => blocked === null && !isKnown(known, path))
  const wrong = now.unkeyed.find((one) => !wrongAnyhow(agreed).some((other) => sameMethod(one, other)))
  const live = now.deployment?.alsoLive.find((one) => !agreed.deployment?.alsoLive.includes(one))
  return (
    isNew?.path ??
    (wrong ? `wrong data of ${nameOfMethod(wrong)}` : undefined) ??
    (live ? `a deployment of ${live}` : undefined)
  )
}

/** What was agreed to, and what was wrong before: while its keys change, a method is not cached for a while. */
function wrongAnyhow({ unkeyed, pair: { seen } }: StagePlan) {
  return [...unkeyed, ...wrongData(seen.deployed ?? [], seen.stage.record.settings)]
}

/** A pause of a method is undone under the method's own name. */
function isKnown(known: ReadonlySet<string>, path: string): boolean {
  if (known.has(path)) return true
  const place = resourceOf(path)
  return [...known].some((one) => {
    if (!one.endsWith('.keys')) return false
    const resource = resourceOf(one).slice(0, -'.keys'.length)
    return place === resource || place.startsWith(`${resource}.`)
  })
}

/** Keys may be those of an ANY that serves the method. */
function resourceOf(path: string): string {
  return path.replace(/^methods\.[A-Z]+ /, '')
}
