import { exchangeOf } from '../../answer/exchange.js'
import { type Observation, observe } from '../../answer/observation.js'
import { ApigwCacheError } from '../../base/errors.js'
import { differs, wantsSecondControl } from '../../evidence/bypass.js'
import { repeats } from '../../evidence/replay.js'
import { usable } from '../../evidence/series.js'
import { SPACED_MS } from '../../request/spacing.js'
import type { ControlReply, VerifyDeps, VerifyRequest } from '../request.js'
import { evidenceOf, type Trial } from '../subject.js'
import { judge } from '../verdict.js'

const MAX_CHARACTERS = 2 * 1024 * 1024

/**
 * Takes answers past the cache where they are wanted and can tell something: one, a second where the first
 * differs without saying when it was made, and then one more probe, which a change in the meantime would show.
 */
export async function takeTestInvokes(deps: VerifyDeps, trial: Trial): Promise<void> {
  const { request, probing, probes } = trial
  const named = request.timestamp ?? null
  const { verdict } = judge(evidenceOf(trial))
  const [answer] = repeats(usable(probes), named)[0] ?? []
  const undecided = verdict === 'inconclusive' && answer !== undefined
  if (request.control !== 'test-invoke' && !(undecided && isAutomatic(request))) return
  const { testInvoke } = request
  if (!testInvoke) {
    return skip(trial, 'no test-invoke was possible, because the API behind the URL is not known')
  }

  const taken = await unlessRefused(request, async () => {
    const first = await take(deps, request, testInvoke)
    const again = undecided && wantsSecondControl(answer, first, named)
    if (!again) return [first]
    await deps.clock.sleep(SPACED_MS, deps.signal)
    return [first, await take(deps, request, testInvoke)]
  })
  if (taken instanceof ApigwCacheError) return skip(trial, `no test-invoke could be taken: ${taken.message}`)
  if (undecided && taken.some((control) => differs(answer, control, named))) {
    await deps.clock.sleep(Math.max(1, request.intervalMs), deps.signal)
    probes.push(await probing.ask())
  }
  trial.controls.push(...taken.map((control) => ({ kind: 'test-invoke', answer: control }) as const))
}

const isAutomatic = (request: VerifyRequest): boolean =>
  request.control === 'auto' && (request.method === 'GET' || request.method === 'HEAD')

function skip({ skipped }: Trial, detail: string): void {
  skipped.push({ id: 'control', outcome: 'skip', detail })
}

/** A control that nobody asked for may fail: the verdict is then made without it. */
async function unlessRefused<T>(
  request: VerifyRequest,
  take: () => Promise<T>,
): Promise<T | ApigwCacheError> {
  try {
    return await take()
  } catch (error) {
    const excused =
      request.control === 'auto' && error instanceof ApigwCacheError && error.kind !== 'interrupted'
    if (!excused) throw error
    return error
  }
}

async function take(
  { clock, signal, onProgress }: VerifyDeps,
  request: VerifyRequest,
  testInvoke: () => Promise<ControlReply>,
): Promise<Observation> {
  signal?.throwIfAborted()
  onProgress?.({ kind: 'control', control: 'test-invoke' })
  const sentAt = clock.now()
  const { status, headers, body } = await testInvoke()
  const receivedAt = clock.now()
  const bytes = Buffer.from(body.slice(0, MAX_CHARACTERS))
  const reply = {
    status,
    rawHeaders: Object.entries(headers).flat(),
    body: bytes,
    truncated: body.length > MAX_CHARACTERS,
    latencyMs: receivedAt - sentAt,
    receivedAt,
  }
  const { method, url } = request
  const asked = { method, url, headers: [], maxBytes: MAX_CHARACTERS, timeoutMs: 0 }
  return observe(exchangeOf(asked, reply), sentAt, request.timestamp ?? null)
}
