import type { Observation } from '../answer/observation.js'
import { testInvoke } from '../request/test-invoke.js'
import { type Answer, type Asking, ask, type Sending } from './answer.js'
import { type Entry, mayTestInvoke } from './entries.js'
import { comparesAnswers } from './how-to-send.js'
import type { Answers } from './judge.js'
import { isOpen } from './refusal.js'
import { isSame, untilNextTickMs } from './renewal.js'

/** Demands a new answer for one entry, and sends the plain requests needed to judge the effect. */
export async function refresh(asking: Asking, entry: Entry, sending: Sending): Promise<Answers> {
  const { clock, signal } = asking
  const nextTick = async (seen: Answer) => {
    const waitMs = untilNextTickMs(seen, clock.now())
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
  const before = comparesAnswers(entry.approach) ? await ask(asking, entry, sending, 'plain') : null
  if (before) await nextTick(before)
  const answer = await ask(asking, entry, sending, 'refresh')
  if (entry.approach === 'refusal' && isServed(answer)) {
    return refresh(asking, { ...entry, approach: 'prove', resourceId: null }, sending)
  }
  if (!wantsAnother(entry, before, answer)) {
    const same = before !== null && isTelling(answer) && isSame(before, answer)
    const pastCache = same ? await askPastCache(asking, entry, sending) : null
    return { before, answer, after: null, again: null, pastCache }
  }
  if (before) await nextTick(answer)
  const after = await ask(asking, entry, sending, 'plain')
  const stayed = entry.approach === 'prove' && isSame(answer, after)
  const again = stayed ? await ask(asking, entry, sending, 'refresh') : null
  return { before, answer, after, again, pastCache: null }
}

/** Gets an answer past the cache to tell if an unchanged answer is an old one; null if that is not possible. */
async function askPastCache({ stage }: Asking, entry: Entry, { body }: Sending): Promise<Observation | null> {
  const { plan, verb: method, headers, resourceId } = entry
  if (!stage || resourceId === null || !mayTestInvoke(entry)) return null
  return testInvoke(stage, plan, { resourceId, method, headers, body })
}

/** True if a plain request afterwards would still tell something. */
function wantsAnother({ approach, authority }: Entry, before: Answer | null, answer: Answer): boolean {
  switch (approach) {
    case 'once':
      return false
    case 'settings':
    case 'refusal':
      if (isOpen(answer)) return true
      return authority.kind !== 'nobody' && (answer.warnings.length > 0 || isError(answer))
    case 'compare':
    case 'prove':
      return isTelling(answer) && before !== null && !isSame(before, answer)
  }
}

/** True if the answer is neither a refusal nor warns, whatever the settings promise. */
function isServed(answer: Answer): boolean {
  return isTelling(answer) && answer.status < 400 && answer.warnings.length === 0
}

/** True for an error of the backend, which the stage may or may not keep. */
function isError({ errorType, status }: Answer): boolean {
  return errorType === null && status >= 400
}

/** False for the gateway's own answers and those of a cache in front, which tell nothing about an entry. */
function isTelling({ errorType, otherCache }: Answer): boolean {
  return errorType === null && otherCache === null
}
