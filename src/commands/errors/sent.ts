import type { WritesTold } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { HttpRequest } from '../../core/base/http.js'
import type { Spelling } from '../../core/base/spelling.js'
import type { Target } from '../../core/gateway/model.js'
import { counted } from '../../render/format/units.js'

const RENEWING = 'Cache-Control: max-age=0'

/** Of several stages. */
const NAMED = 3

/** What a run has sent. */
interface Everything {
  readonly writes: readonly WritesTold[]
  /** To stages, where nothing else tells of them. */
  readonly requests: readonly Pick<HttpRequest, 'headers'>[]
}

/** How a run ends. */
export interface Ending {
  readonly error: unknown
  /** Of a bug, which has no code to be advised on. */
  readonly words: { readonly message?: string; readonly hint?: string }
}

/**
 * The error that ends a run, with what was sent before it, unless it says so itself. `isInterrupted` tells an abort from
 * a bug.
 */
export function withSent(
  error: unknown,
  { writes, requests }: Everything,
  { spelling, isInterrupted }: { readonly spelling: Spelling; readonly isInterrupted: boolean },
): Ending {
  const { targets, what: written } = sentIn(writes)
  const asked = askedOf(requests)
  const what = written === null || asked === null ? (written ?? asked) : `${written}; ${asked}`
  if (error instanceof ApigwCacheError) {
    if (what === null || error.data.sent !== undefined) return { error, words: {} }
    const data = { first: error, targets, what, sent: 'part' }
    const requestId = error.requestId ?? undefined
    const message = messageAfter(error, what)
    return {
      error: new ApigwCacheError(error.kind, 'after-writes', message, { data, cause: error, requestId }),
      words: {},
    }
  }
  if (isInterrupted) {
    const code = what === null ? 'interrupted' : 'ended-changed'
    const message = `interrupted: ${what ?? 'nothing was changed'}`
    return {
      error: new ApigwCacheError('interrupted', code, message, { data: { targets }, cause: error }),
      words: {},
    }
  }
  if (what === null) return { error, words: {} }
  const text = error instanceof Error ? error.message : String(error)
  return { error, words: { message: `${text}; ${what}`, hint: looks(targets, spelling) } }
}

/** `message` is the error's own in the reader's words. */
export function messageAfter({ kind, message: own }: ApigwCacheError, what: string, message = own): string {
  // That was said by something that knew of its own writes only.
  if (kind === 'interrupted' && own.endsWith('nothing was changed')) return `interrupted: ${what}`
  return `${message}; ${what}`
}

/** The commands that show what became of the stages. */
export function looks(targets: readonly Target[], { step }: Pick<Spelling, 'step'>): string {
  return ['to look:', ...targets.map((target) => step({ verb: 'status', target }))].join('\n')
}

function sentIn(writes: readonly WritesTold[]): {
  readonly targets: readonly Target[]
  readonly what: string | null
} {
  const sent = writes.flatMap(({ target, told }) => {
    const text = told()
    return text === null ? [] : [{ target, text }]
  })
  if (sent.length === 0) return { targets: [], what: null }
  const named = sent.slice(0, NAMED)
  const more = sent.length - named.length
  const texts = [...named.map(({ text }) => text), ...(more > 0 ? [`${more} more were changed`] : [])]
  return { targets: named.map(({ target }) => target), what: texts.join('; ') }
}

/** A cache may have stored what answered them. */
function askedOf(requests: Everything['requests']): string | null {
  if (requests.length === 0) return null
  const renewing = requests.filter(({ headers }) =>
    headers.some(([name, value]) => name.toLowerCase() === 'cache-control' && value.includes('max-age=0')),
  ).length
  const all = counted(requests.length, 'request')
  const were = requests.length === 1 ? 'was' : 'were'
  if (renewing === requests.length) return `${all} with ${RENEWING} ${were} sent`
  return `${all} ${were} sent${renewing === 0 ? '' : `, ${renewing} of them with ${RENEWING}`}`
}
