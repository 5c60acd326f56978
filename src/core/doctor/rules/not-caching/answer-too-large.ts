import { LARGEST_ENTRY_BYTES } from '../../../gateway/limits.js'
import { sameMethod } from '../../../gateway/method.js'
import { sizeWords } from '../../answer-size.js'
import { CACHING_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { cachingOff } from '../../steps.js'

export const answerTooLarge: Rule = {
  id: 'answer-too-large',
  severity: 'warning',
  title: ({ option }) => `an answer is too large for the cache (with ${option('probe')})`,
  judge: (seen) =>
    seen.probes
      .filter(({ bytes }) => bytes > LARGEST_ENTRY_BYTES)
      .flatMap(({ method, path, asked, bytes }) => {
        const cached = cachedMethods(seen).find((one) => sameMethod(one, { method, path }))
        if (!cached) return []
        const message = `${asked} answers with ${sizeWords(bytes)}, and at most ${sizeWords(LARGEST_ENTRY_BYTES)} are stored`
        return { method, path, message, fix: cachingOff(cached) }
      }),
  page: {
    why: 'Answers above 1,048,576 bytes are served and not stored. Each of these requests is a miss, and nothing says why.',
    remedy: ({ option }) =>
      `Make the answer smaller: page it, or compress it in the backend, whose body then is what counts. Or turn caching of the method off, where all of its answers are that large. ${option('fix')} leaves it: smaller answers of the same method may be hits.`,
    sources: [{ says: 'the largest response that can be cached has 1048576 bytes', url: CACHING_GUIDE }],
  },
}
