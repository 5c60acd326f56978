import { ApigwCacheError, rephrased } from '../base/errors.js'
import { slipOf } from '../base/near.js'
import type { ApiRecord } from '../gateway/record.js'
import type { Candidate, Unread } from './stages-of-apis.js'

export function skipped(denied: readonly Unread[]): string {
  return denied.length === 0 ? '' : `; not allowed to look at ${listed(denied)}`
}

function listed(denied: readonly Unread[]): string {
  const names = denied.slice(0, 10).map(({ api: { id, name } }) => `API ${name ?? '(no name)'} (${id})`)
  const more = denied.length - names.length
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

export function noneReadable(denied: readonly Unread[], stage: string | null): ApigwCacheError {
  const [first] = denied
  const what = stage === null ? 'no stage' : `no stage "${stage}"`
  const message = `there is ${what} that may be seen; not allowed to look at ${listed(denied)}`
  return first ? rephrased(first.error, message) : new ApigwCacheError('denied', 'no-readable-stage', message)
}

export function noSuchApi(region: string, api: string, all: readonly ApiRecord[]): ApigwCacheError {
  const names = all.flatMap(({ id, name }) => (name === null ? [id] : [name, id]))
  const near = slipOf(api, names)
  return new ApigwCacheError('failure', 'no-such-api', `no REST API "${api}" in ${region}`, {
    data: { near },
  })
}

export function noneFits(
  region: string,
  all: readonly Candidate[],
  apis: readonly ApiRecord[],
  api: string | null,
  stage: string | null,
): ApigwCacheError {
  if (apis.length === 0) {
    return new ApigwCacheError('failure', 'no-apis', `there is no REST API in ${region}`)
  }
  const where = api === null ? `any REST API of ${region}` : `API ${api}`
  if (all.length === 0) {
    return new ApigwCacheError('failure', 'no-stages', `${where} has no stage`, {
      hint: 'deploy the API to a stage first',
    })
  }
  const names = [...new Set(all.map(({ target }) => target.stage))]
  return new ApigwCacheError('failure', 'no-such-stage', `no stage "${stage}" in ${where}`, {
    data: { near: slipOf(stage ?? '', names), names },
  })
}

export function ambiguous(candidates: readonly Candidate[], stage: string | null): ApigwCacheError {
  const what = stage === null ? 'stages' : `APIs with a stage "${stage}"`
  const message = `there are ${candidates.length} ${what}`
  return new ApigwCacheError('usage', 'ambiguous-stage', message, {
    data: { candidates: candidates.map(({ target: { api, stage: one } }) => ({ ...api, stage: one })) },
  })
}
