import { exchangeOf } from '../answer/exchange.js'
import type { NamedFreshness } from '../answer/named.js'
import { type Observation, observe } from '../answer/observation.js'
import type { TestAnswer } from '../aws/api.js'
import type { Clock } from '../base/clock.js'
import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Plan } from './plan.js'
import { MOST_BYTES } from './send.js'

interface Invocation {
  readonly resourceId: string
  readonly method: string
  readonly headers: HttpRequest['headers']
  readonly body?: HttpRequest['body'] | undefined
}

/** Test-invokes the current API, so the backend answers past the cache. Null if that is refused or fails. */
export async function testInvoke(
  { connection: { control, clock }, target }: OpenStage,
  { url, inside }: Pick<Plan, 'url' | 'inside'>,
  { resourceId, method, headers, body }: Invocation,
): Promise<Observation | null> {
  const invocation = {
    resourceId,
    method,
    pathWithQuery: inside ?? '/',
    headers: Object.fromEntries(headers),
    body: typeof body === 'string' ? body : null,
  }
  try {
    return await observeTestInvoke(clock, { method, url }, () => control.testInvoke(target.api.id, invocation))
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind !== 'interrupted') return null
    throw error
  }
}

/** Observes a test-invoke like an answer of the stage, to compare them. */
export async function observeTestInvoke(
  clock: Clock,
  asked: Pick<HttpRequest, 'method' | 'url'>,
  invoke: () => Promise<TestAnswer>,
  named: NamedFreshness | null = null,
): Promise<Observation> {
  const sentAt = clock.now()
  const { status, headers, body } = await invoke()
  const receivedAt = clock.now()
  const reply = {
    status,
    rawHeaders: Object.entries(headers).flat(),
    body: Buffer.from(body.slice(0, MOST_BYTES)),
    truncated: body.length > MOST_BYTES,
    latencyMs: receivedAt - sentAt,
    receivedAt,
  }
  const request = { ...asked, headers: [], maxBytes: MOST_BYTES, timeoutMs: 0 }
  return observe(exchangeOf(request, reply), sentAt, named)
}
