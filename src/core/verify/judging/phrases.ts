import type { Observation } from '../../answer/observation.js'
import { shownSource } from '../../answer/shown.js'
import { CALLS } from '../../base/calls.js'
import type { Spelling } from '../../base/spelling.js'
import type { Replay } from '../../evidence/replay.js'
import { groupsBy, valueAt } from '../../evidence/series.js'
import { shownValue } from '../../request/shown-value.js'

/** `probes` are all that were asked for, of which the replay's answers are some. */
export function becauseCached(
  { fresh, answers, why }: Replay,
  probes: readonly Observation[],
  { option }: Pick<Spelling, 'option'> = CALLS,
): string {
  const stayed = `${shownSource(fresh)} stayed ${shownValue(fresh, fresh.value)} over ${overTime(answers)}`
  const kinds = groupsBy(probes, (probe) => valueAt(probe, fresh.source) ?? '').length
  const renewed = kinds > 1 ? `, of ${probes.length} with ${kinds} values in all` : ''
  const said = why === 'word' ? `, and each answer has its own, as ${option('timestamp')} says` : ''
  return `${stayed}${renewed}${said}${WHY[why]}`
}

const WHY: Record<Replay['why'], string> = {
  named: '',
  word: '',
  'own-time': ', and lay within 2 s of the Date of the answer that had it first',
  'steady-offset': ', and moved on with the clock at every renewal',
}

/** `5 answers in 2.0 s`. */
export function overTime(answers: readonly Observation[]): string {
  const first = answers[0]?.receivedAt ?? 0
  const last = answers.at(-1)?.receivedAt ?? 0
  return `${answers.length} answers in ${((last - first) / 1000).toFixed(1)} s`
}
