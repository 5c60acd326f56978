import { LARGEST_ENTRY_BYTES } from '../../../gateway/limits.js'
import { sameMethod } from '../../../gateway/method.js'
import { LARGE_ENCRYPTED_BYTES, sizeWords } from '../../answer-size.js'
import { CACHING_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'

export const answerNearLimit: Rule = {
  id: 'answer-near-limit',
  severity: 'info',
  title: ({ option }) => `an encrypted answer is nearly too large for the cache (with ${option('probe')})`,
  judge: (seen) =>
    seen.probes
      .filter(({ bytes }) => bytes > LARGE_ENCRYPTED_BYTES && bytes <= LARGEST_ENTRY_BYTES)
      .flatMap(({ method, path, asked, bytes }) => {
        const cached = cachedMethods(seen).find((one) => sameMethod(one, { method, path }))
        if (!cached?.settings.encrypted) return []
        const message = `${asked} answers with ${sizeWords(bytes)}: encrypted it may exceed the ${sizeWords(LARGEST_ENTRY_BYTES)} that are stored`
        return {
          method,
          path,
          message,
          fix: { verb: 'verify', words: [asked], options: { expected: 'cached' } },
        }
      }),
  page: {
    why: 'Encryption makes what is stored larger, by how much is not documented. An answer just below 1,048,576 bytes may be stored today and not tomorrow.',
    remedy:
      'The command shows whether the answer is stored. Make it smaller: page it, or compress it in the backend. Do not turn encryption off for this.',
    sources: [{ says: 'encryption may increase the size of what is cached', url: CACHING_GUIDE }],
  },
}
