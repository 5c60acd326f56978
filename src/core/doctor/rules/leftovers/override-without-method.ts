import { methodKey } from '../../../gateway/settings.js'
import { isUnserved } from '../../../settings/override-method.js'
import { entriesOf, goesAsAWhole } from '../../entries.js'
import { terraform } from '../../links.js'
import type { Rule } from '../../rule.js'
import { override } from '../../steps.js'

export const overrideWithoutMethod: Rule = {
  id: 'override-without-method',
  severity: 'warning',
  fixes: true,
  title: 'an override is for a method that does not exist',
  needs: 'current',
  judge: (seen) =>
    entriesOf(seen.stage)
      .filter(({ key, ref }) => key === methodKey(ref) && !key.includes('*') && isUnserved(seen, ref))
      .map(({ ref }) => {
        const whole = goesAsAWhole(seen.stage, ref)
        return {
          ...ref,
          message: `the stage has settings for ${ref.method} ${ref.path}, which neither the deployment nor the API has`,
          fix: override(ref, whole ? { remove: true } : { remove: true, allSettings: true }),
          ...(whole ? { safe: { kind: 'remove-override', ref } } : {}),
        }
      }),
  page: {
    why: 'The settings of a method stay on the stage when the method goes, and when its path was misspelled from the start. They come to life when somebody makes a method of that name: perhaps cached, perhaps without authorization for invalidation.',
    remedy: ({ option }) =>
      `Remove the override; ${option('fix')} does. Where it has throttling, logging or metrics of its own, ${option('fix')} leaves it, and the command with ${option('allSettings')} removes it after asking. A method that the deployment or the API still has is never called dead.`,
    sources: [
      { says: 'settings for a path that is not there are accepted', url: terraform(13612) },
      { says: 'and not shown in the console', url: terraform(9738) },
    ],
  },
}
