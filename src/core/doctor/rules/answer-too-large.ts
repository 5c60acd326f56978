import { LARGEST_ANSWER_BYTES, sizeWords } from '../answer-size.js'
import { override } from '../command.js'
import type { Rule } from '../rule.js'
import { cachedMethods } from '../seen.js'
import { CACHING_GUIDE } from '../sources.js'

export const answerTooLarge: Rule = {
  id: 'answer-too-large',
  severity: 'warning',
  title: 'an answer is too large for the cache (with --probe)',
  judge: (seen) =>
    seen.probes
      .filter(({ bytes }) => bytes > LARGEST_ANSWER_BYTES)
      .flatMap(({ method, path, asked, bytes }) => {
        const cached = cachedMethods(seen).find((one) => one.method === method && one.path === path)
        if (!cached) return []
        const message = `${asked} answers with ${sizeWords(bytes)}, and at most ${sizeWords(LARGEST_ANSWER_BYTES)} are stored`
        return { method, path, message, fix: override(seen, cached, '--cache', 'off') }
      }),
  page: {
    why: 'Answers above 1,048,576 bytes are served and not stored. Each of these requests is a miss, and nothing says why.',
    remedy:
      'Make the answer smaller: page it, or compress it in the backend, whose body then is what counts. Or turn caching of the method off, where all of its answers are that large. --fix leaves it: smaller answers of the same method may be hits.',
    sources: [{ says: 'the largest response that can be cached has 1048576 bytes', url: CACHING_GUIDE }],
  },
}
