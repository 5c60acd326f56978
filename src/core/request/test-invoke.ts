import { exchangeOf, type HttpRequest } from '../answer/exchange.js'
import { type Observation, observe } from '../answer/observation.js'
import { ApigwCacheError } from '../base/errors.js'
import type { Entry } from '../invalidate/entries.js'
import { comparesAnswers } from '../invalidate/how-to-send.js'
import type { Plan } from './plan.js'
import type { KnownStage } from './stage-url.js'

const MAX_CHARACTERS = 2 * 1024 * 1024

/** Whether a test-invoke may have to tell what the answers do not. */
export function mayTestInvoke({ plan, verb, course, resourceId }: Entry): boolean {
  return comparesAnswers(course) && plan.inside !== null && resourceId !== null && verb !== 'OPTIONS'
}

/**
 * What the backend answers past the cache: it tells whether an answer that stayed the same is an old one. Null where
 * that cannot be asked for.
 */
export async function testInvoke(
  stage: KnownStage | null,
  entry: Entry,
  body: string | Uint8Array | undefined,
): Promise<Observation | null> {
  const { plan, verb, headers, resourceId } = entry
  if (!stage || resourceId === null || !mayTestInvoke(entry)) return null
  return answerPastCache(stage, plan, { resourceId, method: verb, headers, body })
}

interface Invocation {
  readonly resourceId: string
  readonly method: string
  readonly headers: HttpRequest['headers']
  readonly body: string | Uint8Array | undefined
}

/** One test-invoke of the API as it stands. Null where it is refused or fails: nobody asked for it. */
export async function answerPastCache(
  { connection: { control, clock }, resolved }: KnownStage,
  { url, inside }: Pick<Plan, 'url' | 'inside'>,
  { resourceId, method, headers, body }: Invocation,
): Promise<Observation | null> {
  const sentAt = clock.now()
  try {
    const answer = await control.testInvoke(resolved.target.api.id, {
      resourceId,
      method,
      pathWithQuery: inside ?? '/',
      headers: Object.fromEntries(headers),
      body: typeof body === 'string' ? body : null,
    })
    const receivedAt = clock.now()
    const reply = {
      status: answer.status,
      rawHeaders: Object.entries(answer.headers).flat(),
      body: Buffer.from(answer.body.slice(0, MAX_CHARACTERS)),
      truncated: answer.body.length > MAX_CHARACTERS,
      latencyMs: receivedAt - sentAt,
      receivedAt,
    }
    const asked = { method, url, headers: [], maxBytes: MAX_CHARACTERS, timeoutMs: 0 }
    return observe(exchangeOf(asked, reply), sentAt, null)
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind !== 'interrupted') return null
    throw error
  }
}
