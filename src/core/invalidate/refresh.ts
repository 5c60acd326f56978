import type { Observation } from '../answer/observation.js'
import { testInvoke } from '../request/test-invoke.js'
import { type Answer, type Asking, ask, type Sending } from './answer.js'
import { type Entry, mayTestInvoke } from './entries.js'
import { comparesAnswers } from './how-to-send.js'
import type { Answers } from './judge.js'
import { isOpen } from './refusal.js'
import { isSame, untilNextTickMs } from './renewal.js'

/** Demands a new answer for one entry, with the plain requests that it takes to judge what came of it. */
export async function refresh(asking: Asking, entry: Entry, sending: Sending): Promise<Answers> {
  const { clock, signal } = asking
  const nextTick = async (seen: Answer) => {
    const waitMs = untilNextTickMs(seen, clock.now())
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
  const before = comparesAnswers(entry.approach) ? await ask(asking, entry, sending, 'plain') : null
  if (before) await nextTick(before)
  const answer = await ask(asking, entry, sending, 'refresh')
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

/** Tells whether an answer that stayed the same is an old one; null where that cannot be asked for. */
async function askPastCache({ stage }: Asking, entry: Entry, { body }: Sending): Promise<Observation | null> {
  const { plan, verb: method, headers, resourceId } = entry
  if (!stage || resourceId === null || !mayTestInvoke(entry)) return null
  return testInvoke(stage, plan, { resourceId, method, headers, body })
}

/** A plain request afterwards would still tell something. */
function wantsAnother({ approach, authority }: Entry, before: Answer | null, answer: Answer): boolean {
  switch (approach) {
    case 'once':
      return false
    case 'settings':
      if (isOpen(answer)) return true
      return authority.kind !== 'nobody' && (answer.warnings.length > 0 || isError(answer))
    case 'compare':
    case 'prove':
      return isTelling(answer) && before !== null && !isSame(before, answer)
  }
}

/** An error of the backend's, which the stage may keep or not. */
function isError({ errorType, status }: Answer): boolean {
  return errorType === null && status >= 400
}

/** The gateway's own answers say nothing of an entry, nor do those of a cache in front. */
function isTelling({ errorType, otherCache }: Answer): boolean {
  return errorType === null && otherCache === null
}
