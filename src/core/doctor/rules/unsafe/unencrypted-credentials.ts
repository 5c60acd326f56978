import { CACHING_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { encrypting } from '../../steps.js'

export const unencryptedCredentials: Rule = {
  id: 'unencrypted-credentials',
  severity: 'warning',
  title: 'answers to callers with credentials are stored unencrypted',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ facts, settings }) => facts.takesCredentials && !settings.encrypted)
      .map((one) => ({
        method: one.method,
        path: one.path,
        message: `${one.method} ${one.path} takes credentials, and its answers are stored unencrypted`,
        fix: encrypting(one),
      })),
  page: {
    why: 'What needs credentials is not for everybody, and the cache stores it in the clear unless encryption is on: it is off by default. Compliance rules ask for it (the AWS Config rule api-gw-cache-enabled-and-encrypted), and each cached method counts by itself: an override does not follow the defaults.',
    remedy: ({ option }) =>
      `Turn encryption on, for the stage or for the method. Encrypted entries are larger, so that an answer just below 1,048,576 bytes may not be stored any more. ${option('fix')} leaves it to you: what becomes of the entries that are there is not documented.`,
    sources: [
      {
        says: 'encryption is a setting of the stage and of each method, and adds to the size',
        url: CACHING_GUIDE,
      },
      {
        says: 'security scanners check it',
        url: 'https://github.com/prowler-cloud/prowler/pull/5448',
      },
    ],
  },
}
