import type { Spelling } from '../../core/base/spelling.js'
import type { DoctorFinding, DoctorReport, Severity } from '../../core/doctor/report.js'
import { explanationOf, type Rule } from '../../core/doctor/rule.js'
import { RULES } from '../../core/doctor/rules.js'
import type { Target } from '../../core/gateway/model.js'
import { clean, jsonText } from '../format/text.js'

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>

/** GitHub tracks results by this one. Without it, GitHub hashes a line of the file, and there is no file. */
const FINGERPRINT = 'primaryLocationLineHash'

/**
 * Findings as SARIF 2.1.0. A stage is not a file, so results have a logical location; they also have the path
 * `region/api/stage`, line 1, because GitHub's code scanning shows no result without a file. PURE.
 */
export function sarif(reports: readonly DoctorReport[], spelling: Spelling): string {
  const run = {
    tool: { driver: { name: 'apigw-cache', rules: RULES.map((rule) => ruleMetadata(rule, spelling)) } },
    automationDetails: { id: 'apigw-cache-doctor/' },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: reports.flatMap(({ target, notJudged }) =>
          notJudged.map(({ rule, reason }) => ({
            level: 'warning',
            message: { text: clean(`${rule} was not judged on ${nameOf(target)}: ${reason}`) },
            associatedRule: { id: rule, index: indexOf(rule) },
          })),
        ),
      },
    ],
    results: numbered(reports.flatMap(({ target, findings }) => findings.map((one) => resultOf(target, one)))),
  }
  const $schema = 'https://json.schemastore.org/sarif-2.1.0.json'
  return `${jsonText({ $schema, version: '2.1.0', runs: [run] }, 2)}\n`
}

function ruleMetadata(rule: Rule, spelling: Spelling): object {
  const { id, severity, title, why, remedy, sources } = explanationOf(rule, spelling)
  const links = sources.map(({ says, url }) => `- [${says}](${url})`).join('\n')
  return {
    id,
    name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${remedy}`, markdown: `${why}\n\n${remedy}\n\n${links}` },
    ...(sources[0] ? { helpUri: sources[0].url } : {}),
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ['api-gateway', 'caching'] },
  }
}

function resultOf(target: Target, { rule, severity, method, path, message, fix, suppressed }: DoctorFinding) {
  const where = [target.region, target.api.id, target.stage]
  const subject = method === null ? null : `${method} ${path}`
  return {
    ruleId: rule,
    ruleIndex: indexOf(rule),
    level: LEVEL[severity],
    message: { text: clean(`${message}. Fix: ${fix}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: where.map(encodeURIComponent).join('/') },
          region: { startLine: 1 },
        },
        logicalLocations: [
          {
            name: clean(subject ?? target.stage),
            fullyQualifiedName: clean([...where, ...(subject === null ? [] : [subject])].join('/')),
            kind: subject === null ? 'module' : 'function',
          },
        ],
      },
    ],
    partialFingerprints: { [FINGERPRINT]: clean([rule, ...where, subject ?? ''].join('/')) },
    ...(suppressed === null ? {} : { suppressions: [{ kind: 'external', justification: clean(suppressed) }] }),
  }
}

type Result = ReturnType<typeof resultOf>

/** Numbers the fingerprints, so that several findings of a rule in one place stay distinct. */
function numbered(results: readonly Result[]): readonly Result[] {
  const seen = new Map<string, number>()
  return results.map((one) => {
    const name = one.partialFingerprints[FINGERPRINT]
    const number = (seen.get(name) ?? 0) + 1
    seen.set(name, number)
    return { ...one, partialFingerprints: { [FINGERPRINT]: `${name}:${number}` } }
  })
}

function indexOf(rule: string): number {
  return RULES.findIndex(({ id }) => id === rule)
}

function nameOf({ api, stage }: Target): string {
  return `stage ${stage} of API ${api.name ?? api.id}`
}
