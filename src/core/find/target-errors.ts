import { closest, distance } from 'fastest-levenshtein'
import type { ApiRecord, StageRecord } from '../aws/api.js'
import { ToolError } from '../base/errors.js'

/** A stage that may be meant. */
export interface Candidate {
  readonly api: ApiRecord
  readonly stage: StageRecord
}

/** An API whose stages may not be read. */
export interface Denied {
  readonly api: ApiRecord
  readonly error: unknown
}

export function skipped(denied: readonly Denied[]): string {
  return denied.length === 0 ? '' : `; not allowed to look at ${listed(denied)}`
}

function listed(denied: readonly Denied[]): string {
  const names = denied.slice(0, 10).map(({ api: { id, name } }) => `API ${name ?? '(no name)'} (${id})`)
  const more = denied.length - names.length
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

export function noneReadable(denied: readonly Denied[], stage: string | null): ToolError {
  const [first] = denied
  const what = stage === null ? 'no stage' : `no stage "${stage}"`
  return new ToolError(
    'denied',
    `there is ${what} that may be seen; not allowed to look at ${listed(denied)}`,
    {
      hint: first?.error instanceof ToolError ? (first.error.hint ?? undefined) : undefined,
      cause: first?.error,
      requestId: first?.error instanceof ToolError ? (first.error.requestId ?? undefined) : undefined,
    },
  )
}

export function noSuchApi(region: string, api: string, all: readonly ApiRecord[]): ToolError {
  const near = nearest(
    api,
    all.flatMap(({ id, name }) => (name === null ? [id] : [name, id])),
  )
  return new ToolError('failure', `no REST API "${api}" in ${region}`, {
    hint: near
      ? `did you mean --api ${near}? Another region needs --region`
      : 'another region needs --region; HTTP and WebSocket APIs have no cache',
  })
}

export function noneFits(
  region: string,
  all: readonly Candidate[],
  apis: readonly ApiRecord[],
  api: string | null,
  stage: string | null,
): ToolError {
  if (apis.length === 0) {
    return new ToolError('failure', `there is no REST API in ${region}`, {
      hint: 'another region needs --region',
    })
  }
  const where = api === null ? `any REST API of ${region}` : `API ${api}`
  if (all.length === 0) {
    return new ToolError('failure', `${where} has no stage`, { hint: 'deploy the API to a stage first' })
  }
  const names = [...new Set(all.map((one) => one.stage.name))]
  const near = nearest(stage ?? '', names)
  return new ToolError('failure', `no stage "${stage}" in ${where}`, {
    hint: near ? `did you mean --stage ${near}?` : `there are: ${names.slice(0, 10).join(', ')}`,
  })
}

export function ambiguous(candidates: readonly Candidate[], stage: string | null): ToolError {
  const shown = candidates
    .slice(0, 20)
    .map(
      ({ api, stage: one }) =>
        `  --api ${api.id} --stage ${one.name}   ${(api.name ?? '').replaceAll('\n', ' ')}`,
    )
  const more = candidates.length > shown.length ? [`  … and ${candidates.length - shown.length} more`] : []
  const what = stage === null ? 'stages' : `APIs with a stage "${stage}"`
  return new ToolError('usage', `there are ${candidates.length} ${what}`, {
    hint: ['say which one is meant:', ...shown, ...more].join('\n'),
  })
}

/** The closest name, where it is close enough to be a typing mistake. */
function nearest(text: string, names: readonly string[]): string | null {
  if (names.length === 0 || text === '') return null
  const near = closest(text, names)
  return distance(text, near) <= Math.max(2, Math.floor(text.length / 3)) ? near : null
}
