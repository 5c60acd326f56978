import { type Condition, judge } from '../../core/metrics/condition.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Session } from '../session/session.js'

interface Asked {
  readonly failIf: readonly Condition[]
  readonly failOnUnknown?: true
}

/** Whether the answer is no, and says why. */
export function fails(
  { metrics }: Pick<StatusReport, 'metrics'>,
  { failIf, failOnUnknown }: Asked,
  { note, warn }: Pick<Session, 'note' | 'warn'>,
): boolean {
  const { met, unknown } = judge(failIf, metrics)
  for (const one of met) note(`--fail-if ${textOf(one)}: ${one.figure} is ${metrics[one.figure]}`)
  for (const one of unknown) warn(`--fail-if ${textOf(one)}: ${one.figure} is not known`)
  return met.length > 0 || (failOnUnknown === true && unknown.length > 0)
}

function textOf({ figure, operator, value }: Condition): string {
  return `${figure}${operator}${value}`
}
