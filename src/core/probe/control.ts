import { ToolError } from '../errors.js'
import type { VerifyReport } from '../model.js'
import type { Control } from './evidence.js'
import { exchangeOf } from './exchange.js'
import { type Observation, observe } from './observation.js'
import { differs, wantsSecondControl } from './past-cache.js'
import type { ControlReply, Probing, VerifyDeps, VerifyRequest } from './probing.js'
import { repeats } from './replay.js'
import { SPACED_MS } from './spacing.js'
import { judge, usable } from './verdict.js'

interface Controls {
  readonly controls: readonly Control[]
  readonly checks: VerifyReport['checks']
}

const MAX_CHARACTERS = 2 * 1024 * 1024

/**
 * Takes answers past the cache where they are wanted and can tell something: one, a second where the first
 * differs without saying when it was made, and then one more probe, which a change in the meantime would show.
 */
export async function takeControls(
  deps: VerifyDeps,
  request: VerifyRequest,
  probing: Probing,
): Promise<Controls> {
  const named = request.timestamp ?? null
  const { verdict } = judge({ probes: probing.probes, controls: [], named, expected: request.expected })
  const [answer] = repeats(usable(probing.probes), named)[0] ?? []
  const undecided = verdict === 'inconclusive' && answer !== undefined
  if (request.control !== 'test-invoke' && !(undecided && isAutomatic(request))) return none()
  const { testInvoke } = deps
  if (!testInvoke) return none('no test-invoke was possible, because the API behind the URL is not known')

  const taken = await unlessRefused(request, async () => {
    const first = await take(deps, request, testInvoke)
    const again = undecided && wantsSecondControl(answer, first, named)
    if (!again) return [first]
    await deps.clock.sleep(SPACED_MS, deps.signal)
    return [first, await take(deps, request, testInvoke)]
  })
  if (taken instanceof ToolError) return none(`no test-invoke could be taken: ${taken.message}`)
  if (undecided && taken.some((control) => differs(answer, control, named))) await probing.probe()
  return { controls: taken.map((control) => ({ kind: 'test-invoke', answer: control })), checks: [] }
}

const isAutomatic = ({ control, method }: VerifyRequest): boolean =>
  control === 'auto' && (method === 'GET' || method === 'HEAD')

function none(detail?: string): Controls {
  return { controls: [], checks: detail === undefined ? [] : [{ id: 'control', outcome: 'skip', detail }] }
}

/** A control that nobody asked for may fail: the verdict is then made without it. */
async function unlessRefused<T>(request: VerifyRequest, take: () => Promise<T>): Promise<T | ToolError> {
  try {
    return await take()
  } catch (error) {
    const excused = request.control === 'auto' && error instanceof ToolError && error.kind !== 'interrupted'
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
