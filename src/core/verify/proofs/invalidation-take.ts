import { wholeOf } from '../../evidence/replay.js'
import { usable } from '../../evidence/series.js'
import type { InvalidationControl } from '../evidence.js'
import type { Trial } from '../subject.js'

type Step = InvalidationControl['steps'][number]

/**
 * Sends `Cache-Control: max-age=0` with a plain request before and after it: unsigned, then signed where
 * requests are signed, and once more where it replaced the answer, which may have been an accident.
 */
export async function takeInvalidation(trial: Trial): Promise<void> {
  const { request, probing } = trial
  if (!request.invalidation) return
  const before = trial.latest
  probing.newPhase()
  const steps: Step[] = [{ sent: 'plain', answer: await probing.ask() }]
  const round = async (sent: 'unsigned' | 'signed'): Promise<boolean> => {
    const plain = usable(steps.filter((step) => step.sent === 'plain').map(({ answer }) => answer)).at(-1)
    const answer = await probing.ask({ invalidating: true, signed: sent === 'signed' })
    steps.push({ sent, answer })
    steps.push({ sent: 'plain', answer: await probing.ask() })
    const named = request.timestamp ?? null
    return plain !== undefined && answer.status < 400 && wholeOf(plain, named) !== wholeOf(answer, named)
  }
  const replaced = await round('unsigned')
  if (replaced) await round('unsigned')
  else if (request.sign && (await round('signed'))) await round('signed')
  trial.latest = steps.filter(({ sent }) => sent === 'plain').map(({ answer }) => answer)
  trial.controls.push({ kind: 'invalidation', before, steps })
}
