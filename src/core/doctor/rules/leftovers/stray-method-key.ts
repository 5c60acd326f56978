import { effective, methodKey } from '../../../gateway/settings.js'
import { settingsAfter } from '../../../settings/batch.js'
import { isUnserved } from '../../../settings/override-method.js'
import type { StrayKey } from '../../../settings/report.js'
import { strayPlan, straysOf } from '../../../settings/strays.js'
import { entriesOf } from '../../entries.js'
import { sam, terraform } from '../../links.js'
import type { Finding, Rule } from '../../rule.js'
import { stepOf } from '../../safe-fix.js'
import type { Seen } from '../../seen.js'

export const strayMethodKey: Rule = {
  id: 'stray-method-key',
  severity: 'warning',
  fixes: true,
  title: 'a method setting is spelled otherwise than API Gateway spells it',
  judge: (seen) => {
    const quiet = cleaningIsQuiet(seen)
    // Another rule tells those of ANY methods, which count in no spelling.
    const strays = straysOf(seen.stage).filter(
      ({ method, path }) => method !== 'ANY' || isUnserved(seen, { method, path }),
    )
    return strays.map((stray) => findingFor(seen, stray, quiet))
  },
  page: {
    why: 'The settings of GET /a/b stand under ~1a~1b/GET. API Gateway accepts a/b/GET and /a/b/GET too. Users have reported that nothing came of them and that the console did not show them; what they do today is not documented. Where both are there, nobody sees which one counts.',
    remedy: ({ option }) =>
      `Move them: override ${option('cleanStrays')} writes the right spelling with the same values and removes the others, after asking. ${option('fix')} does so where no method changes by it. Terraform writes such keys; where it owns them, its next apply brings them back: give method_path without a leading slash and with ~1 inside.`,
    sources: [
      { says: 'a setting with a raw path had no effect and was not shown', url: terraform(9738) },
      { says: 'a wrong spelling is accepted and ignored', url: terraform(37959) },
      { says: 'a path with a partial wildcard is ignored', url: sam(1620) },
    ],
  },
}

const CLEANING = { kind: 'clean-strays' } as const

function findingFor(seen: Seen, { key, canonical, method, path, decides }: StrayKey, quiet: boolean): Finding {
  const others = entriesOf(seen.stage).filter((entry) => entry.key !== key && methodKey(entry.ref) === canonical)
  const twice = others.length === 0 ? '' : `, beside ${others.map((entry) => entry.key).join(' and ')}`
  const effect = isUnserved(seen, { method, path })
    ? `the API has no ${method} ${path}`
    : decides
      ? 'it is probably taken all the same'
      : 'it probably has no effect'
  return {
    method,
    path,
    message: `the entry ${key} should be ${canonical}${twice}: ${effect}`,
    fix: stepOf(CLEANING),
    ...(quiet ? { safe: CLEANING } : {}),
  }
}

/** True where every method keeps the settings that it has now. */
function cleaningIsQuiet(seen: Seen): boolean {
  const { stage } = seen
  const { methods } = strayPlan(stage, (ref) => isUnserved(seen, ref))
  const after = { settings: settingsAfter(stage.settings, methods) }
  return straysOf(stage)
    .filter((stray) => !isUnserved(seen, stray))
    .every((stray) => JSON.stringify(effective(stage, stray)) === JSON.stringify(effective(after, stray)))
}
