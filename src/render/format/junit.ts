import XMLBuilder from 'fast-xml-builder'
import { cleanLines } from './text.js'

export interface JunitSuite {
  readonly name: string
  /** Null if nothing ran. */
  readonly startedAt: Date | null
  readonly cases: readonly JunitCase[]
}

export interface JunitCase {
  readonly className: string
  readonly name: string
  readonly tookMs: number
  readonly outcome: JunitOutcome
}

/** `message` is one line; `details` follow it. */
export type JunitOutcome =
  | { readonly kind: 'passed'; readonly notes: readonly string[] }
  | { readonly kind: 'skipped'; readonly message: string }
  | {
      readonly kind: 'failed'
      readonly type: string
      readonly message: string
      readonly details: readonly string[]
    }

/** One suite as JUnit XML, as Jenkins, GitLab and others read it. PURE. */
export function junitXml({ name, startedAt, cases }: JunitSuite): string {
  const of = (kind: JunitOutcome['kind']) => cases.filter(({ outcome }) => outcome.kind === kind).length
  const counts = {
    '@tests': cases.length,
    '@failures': of('failed'),
    '@errors': 0,
    '@time': seconds(cases.reduce((sum, { tookMs }) => sum + tookMs, 0)),
  }
  const suite = {
    '@name': plain(name),
    ...counts,
    '@skipped': of('skipped'),
    // UTC: the schema allows no time zone.
    ...(startedAt === null ? {} : { '@timestamp': startedAt.toISOString().slice(0, 19) }),
    testcase: cases.map(testCase),
  }
  const builder = new XMLBuilder({ attributeNamePrefix: '@', ignoreAttributes: false, format: true })
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { ...counts, testsuite: [suite] },
  })
}

function testCase({ className, name, tookMs, outcome }: JunitCase): object {
  const base = { '@name': plain(name), '@classname': plain(className), '@time': seconds(tookMs) }
  if (outcome.kind === 'passed') {
    const notes = outcome.notes.map(line).join('\n')
    return notes === '' ? base : { ...base, 'system-out': { '#text': notes } }
  }
  const message = line(outcome.message)
  if (outcome.kind === 'skipped') return { ...base, skipped: { '#text': message } }
  const text = [message, ...outcome.details.map(line)].join('\n')
  return { ...base, failure: { '@message': message, '@type': plain(outcome.type), '#text': text } }
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000
}

function line(text: string): string {
  return plain(text).replaceAll('\n', ' ')
}

/** Only characters that XML 1.0 allows and that do not act on a terminal. */
function plain(text: string): string {
  return cleanLines(text).replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
}
