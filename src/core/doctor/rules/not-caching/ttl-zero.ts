import { DEFAULTS_KEY, UNSET } from '../../../gateway/settings.js'
import { isUnserved } from '../../../settings/override-method.js'
import { decidingOverrides } from '../../entries.js'
import { CACHING_GUIDE, sam, terraform } from '../../links.js'
import { type Rule, STAGE } from '../../rule.js'
import { defaults, override } from '../../steps.js'

export const ttlZero: Rule = {
  id: 'ttl-zero',
  severity: 'warning',
  title: 'caching is on with a TTL of 0',
  judge: (seen) => {
    const { caching, ttlSeconds } = seen.stage.settings[DEFAULTS_KEY] ?? UNSET
    const methods = decidingOverrides(seen.stage)
      .filter(({ ref, record }) => record.caching && record.ttlSeconds === 0 && !isUnserved(seen, ref))
      .map(({ ref }) => ({
        ...ref,
        message: `${ref.method} ${ref.path} has caching on with a TTL of 0, which means not cached`,
        fix: override(ref, { ttlSeconds: '300' }),
      }))
    if (!caching || ttlSeconds > 0) return methods
    const message = 'default caching is on with a TTL of 0, which means not cached'
    return [{ ...STAGE, message, fix: defaults({ ttlSeconds: '300' }) }, ...methods]
  },
  page: {
    why: 'A TTL of 0 means that nothing is stored, whatever the switch beside it says. Every console and most tools show such a method as cached.',
    remedy: ({ option }) =>
      `Give it a TTL, 300 seconds unless something else is known; the command asks first where the method would serve wrong data. Where it is meant to be off, say so: ${option('caching', 'off')}.`,
    sources: [
      { says: 'a TTL of 0 means that caching is disabled', url: CACHING_GUIDE },
      { says: 'what a TTL of 0 does surprised users of Terraform', url: terraform(12638) },
      { says: 'and of templates', url: sam(130) },
    ],
  },
}
