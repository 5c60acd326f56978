import { jsonText } from '../src/render/format/text.js'
import { NOT_ASKED, ROWS_NOT_ASKED } from './not-asked.js'
import type { Observation } from './observation.js'
import { LANES } from './observations/list.js'
import type { Session } from './session.js'
import { aboutTheSandbox, type Statement } from './statements.js'
import type { Result } from './suite.js'
import type { Target } from './targets/target.js'

const MARKS = { holds: '✓', differs: '✗', failed: '!', skipped: '-' } as const

/** One observation for people: what the statement expects, and what was seen where that is something else. */
export function lineOf({ observation, verdict, seen }: Result): string {
  const { statement, about, expected, unknown } = observation
  const row = unknown?.row === undefined ? '' : ` (${unknown.row})`
  const head = `${MARKS[verdict]} ${statement}${row}  ${about}`
  if (verdict === 'holds') return head
  if (verdict === 'skipped') return `${head}\n    ${jsonText(seen)}`
  return `${head}\n    expected  ${jsonText(expected)}\n    seen      ${jsonText(seen)}`
}

/** `U1 keyIncludesVerb = true`, for the questions to which nobody outside AWS knows the answer. */
export function answersOf(results: readonly Result[]): readonly string[] {
  return results
    .filter(({ observation, verdict }) => observation.unknown && verdict !== 'skipped')
    .map(({ observation, verdict, seen }) => {
      const { row, knob } = observation.unknown ?? {}
      const name = [row, knob ?? observation.about].filter(Boolean).join(' ')
      const what = knob === undefined ? jsonText(seen) : String(typeof seen === 'object' ? jsonText(seen) : seen)
      if (verdict === 'failed') return `${name}: could not be asked: ${jsonText(seen)}`
      return `${name} = ${what}${verdict === 'differs' ? ` (the sandbox: ${jsonText(observation.expected)})` : ''}`
    })
}

export function summaryOf(results: readonly Result[], statements: readonly Statement[]): string {
  const count = (verdict: Result['verdict']) => results.filter((result) => result.verdict === verdict).length
  const asked = new Set(results.map(({ observation }) => observation.statement)).size
  const parts = [
    `${count('holds')} hold`,
    `${count('differs')} differ`,
    `${count('failed')} could not be asked`,
    `${count('skipped')} skipped`,
  ]
  const open = unasked(statements)
  const later = open.length === 0 ? '' : `\nnobody asks yet about ${open.join(', ')}`
  return `${asked} statements asked: ${parts.join(', ')}${later}`
}

/** Statements that somebody else than the sandbox could answer, with neither an observation nor a reason. */
export function unasked(statements: readonly Statement[]): readonly string[] {
  const asked = new Set(observations().map(({ statement }) => statement))
  return statements
    .filter((statement) => !aboutTheSandbox(statement))
    .map(({ number }) => number)
    .filter((number) => !asked.has(number) && !(number in NOT_ASKED))
}

export function observations(): readonly Observation[] {
  return LANES.flatMap((lane) => lane.observations)
}

/** `8.4 minutes` */
export function takenBy({ startedAt, endedAt }: Pick<Session, 'startedAt' | 'endedAt'>): string {
  return `${((endedAt - startedAt) / 60_000).toFixed(1)} minutes`
}

/** What is written to `fieldtest.json`. */
export function documentOf(target: Target, session: Session, statements: readonly Statement[]): string {
  const known = new Map(statements.map((statement) => [statement.number, statement]))
  const document = {
    target: target.name,
    startedAt: new Date(session.startedAt).toISOString(),
    endedAt: new Date(session.endedAt).toISOString(),
    interrupted: session.interrupted,
    stopped: session.stopped,
    denied: session.denied,
    unknowns: answersOf(session.results),
    observations: session.results.map(({ observation, verdict, seen }) => ({
      statement: observation.statement,
      about: observation.about,
      ...(observation.unknown === undefined ? {} : { unknown: observation.unknown }),
      says: known.get(observation.statement)?.text ?? 'no such statement',
      verdict,
      expected: observation.expected,
      seen,
    })),
    notAsked: { ...NOT_ASKED, ...ROWS_NOT_ASKED },
    left: session.left,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
