import type { DryRun } from '../aws/dry-run.js'
import { shownUrl } from '../request/shown-url.js'
import type { Entry } from './entries.js'
import { comparesAnswers } from './how-to-send.js'

/** What would be sent to the stage, without the values of headers; plain requests that only explain are not in it. PURE. */
export function plannedRequests(
  entries: readonly Entry[],
  body: string | Uint8Array | undefined,
): DryRun['requests'] {
  return entries.flatMap(({ plan, verb, headers, signs, course }) => {
    const own = [...headers.map(([name]) => name), ...(signs ? ['Authorization (SigV4)'] : [])]
    const one = (names: readonly string[]) => ({
      service: 'execute-api',
      method: verb,
      url: shownUrl(plan.url, plan.deployed),
      body: typeof body === 'string' ? body : null,
      headers: names,
    })
    const plain = comparesAnswers(course) ? [one(own)] : []
    const refresh = one(['Cache-Control: max-age=0', ...own])
    return [...plain, refresh, ...plain, ...(course === 'prove' ? [refresh] : [])]
  })
}
