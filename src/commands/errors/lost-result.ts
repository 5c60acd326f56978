import type { WritesTold } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { HttpRequest } from '../../core/base/http.js'
import { counted } from '../../render/format/units.js'

const RENEWING = 'Cache-Control: max-age=0'
/** Of several stages. */
const NAMED = 3

/** The error of a result that could not be written to the end: what was sent is told all the same. */
export function lostResult(
  why: string,
  writes: readonly WritesTold[],
  requests: readonly Pick<HttpRequest, 'headers'>[],
): ApigwCacheError {
  const changed = writes.flatMap(({ target, told }) => {
    const what = told()
    return what === null ? [] : [{ target, what }]
  })
  const named = changed.slice(0, NAMED)
  const more = changed.length - named.length
  const all = [
    `the result could not be written: ${why}`,
    ...named.map(({ what }) => what),
    ...(more > 0 ? [`${more} more were changed`] : []),
    ...sentTo(requests),
  ]
  const data = { targets: named.map(({ target }) => target) }
  return new ApigwCacheError('failure', 'result-lost', all.join('; '), { data })
}

/** A cache may have stored what answered them. */
function sentTo(requests: readonly Pick<HttpRequest, 'headers'>[]): readonly string[] {
  if (requests.length === 0) return []
  const renewing = requests.filter(({ headers }) =>
    headers.some(([name, value]) => name.toLowerCase() === 'cache-control' && value.includes('max-age=0')),
  ).length
  const all = counted(requests.length, 'request')
  const were = requests.length === 1 ? 'was' : 'were'
  if (renewing === requests.length) return [`${all} with ${RENEWING} ${were} sent`]
  return [`${all} ${were} sent${renewing === 0 ? '' : `, ${renewing} of them with ${RENEWING}`}`]
}
