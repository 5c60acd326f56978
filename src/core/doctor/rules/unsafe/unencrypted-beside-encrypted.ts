import { DEFAULTS_KEY } from '../../../gateway/settings.js'
import { CACHING_GUIDE } from '../../links.js'
import { pathFits } from '../../path-pattern.js'
import type { Rule } from '../../rule.js'
import { cachedMethods, type Seen } from '../../seen.js'
import { encrypting } from '../../steps.js'

export const unencryptedBesideEncrypted: Rule = {
  id: 'unencrypted-beside-encrypted',
  severity: 'warning',
  title: 'a method is stored unencrypted where others are encrypted',
  judge: (seen) => {
    const cached = cachedMethods(seen)
    const open = cached.filter(({ settings }) => !settings.encrypted)
    // A few that are encrypted on purpose say nothing of the others.
    const isRule = seen.stage.settings[DEFAULTS_KEY]?.encrypted || open.length < cached.length - open.length
    if (!isRule) return []
    return open
      .filter(({ path, facts }) => !facts.takesCredentials && !isSensitive(seen, path))
      .map((one) => ({
        method: one.method,
        path: one.path,
        message: `${one.method} ${one.path} is stored unencrypted, unlike the other methods of the stage`,
        fix: encrypting(one),
      }))
  },
  page: {
    why: 'Encryption is a setting of each method. An override is a copy of what the defaults were when it was made: where encryption of the stage was turned on later, the override does not follow, and what it stores stays in the clear. Scanners that look at the defaults call such a stage encrypted.',
    remedy: ({ option }) =>
      `Turn encryption on for the method. Where it is off on purpose, for answers just below 1,048,576 bytes for instance, suppress the finding with that reason. ${option('fix')} leaves it to you: what becomes of the entries that are there is not documented.`,
    sources: [
      {
        says: 'encryption is a setting of the stage and of each method, and adds to the size',
        url: CACHING_GUIDE,
      },
    ],
  },
}

/** Other rules tell of these, with better reasons. */
function isSensitive({ sensitive }: Seen, path: string): boolean {
  return sensitive.some((pattern) => pathFits(pattern, path))
}
