import type { RuleExplanation } from '../../core/doctor/report.js'
import { fields, type View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { hanging } from '../format/wrap.js'

export const RULE_VIEW: View<RuleExplanation, RuleExplanation> = {
  screen,
  rows: (rule) => [rule],
  columns: [
    ...fields('id', 'severity', 'fixes', 'title', 'why', 'remedy'),
    { name: 'sources', value: ({ sources }) => sources.map(({ url }) => url).join(' ') },
  ],
}

/** All of them. */
export interface RuleList {
  readonly rules: readonly RuleExplanation[]
}

export const RULES_VIEW: View<RuleList, RuleExplanation> = {
  screen: ({ rules }, style) => {
    const rows = rules.map(({ id, severity, fixes, title }) => [id, severity, fixes ? 'yes' : '', title])
    return table(['RULE', 'SEVERITY', '--fix', 'WHAT IT FINDS'], rows, style)
  },
  rows: ({ rules }) => rules,
  columns: RULE_VIEW.columns,
}

function screen({ id, severity, fixes, title, why, remedy, sources }: RuleExplanation, style: Style): string {
  return [
    `${style.paint.bold(id)} (${severity}${fixes ? ', --fix mends it where that is safe' : ''})`,
    hanging('', sentence(title), style),
    '',
    hanging('why     ', why, style),
    '',
    hanging('remedy  ', remedy, style),
    '',
    ...sources.flatMap(({ says, url }) => [hanging('        ', sentence(says), style), `        ${url}`]),
  ].join('\n')
}

/** `docs/rules.md`. PURE. */
export function rulesDocument(rules: readonly RuleExplanation[]): string {
  const index = rules.map(
    ({ id, severity, fixes, title }) => `| [${id}](#${id}) | ${severity} | ${fixes ? 'yes' : ''} | ${title} |`,
  )
  return [
    '# The rules of `apigw-cache doctor`',
    '',
    'This file is made from the rules themselves; `apigw-cache doctor --explain RULE` prints one of its sections.',
    '`doctor` judges the deployment that a stage runs. What it finds can be suppressed, with a reason, in the config',
    'file (`doctor.ignore: [{ rule, method, path, reason, until }]`) or with `--ignore RULE[@METHOD PATH]`. Where it says so, `--fix` mends what it can without a decision.',
    '',
    '| rule | severity | `--fix` | what it finds |',
    '|---|---|---|---|',
    ...index,
    '',
    ...rules.flatMap(section),
  ].join('\n')
}

function section({ id, severity, fixes, title, why, remedy, sources }: RuleExplanation): readonly string[] {
  return [
    `## ${id}`,
    '',
    `**${severity}**${fixes ? ', mended by `--fix` where that is safe' : ''}: ${title}.`,
    '',
    escapeMarkdown(why),
    '',
    ...remedyLines(remedy),
    '',
    ...sources.map(({ says, url }) => `- [${escapeMarkdown(sentence(says))}](${url})`),
    '',
  ]
}

/** Commands as code, which is not escaped. */
function remedyLines(remedy: string): readonly string[] {
  const [words = '', ...commands] = remedy.split('\n')
  const code = commands.length === 0 ? [] : ['', '```sh', ...commands, '```']
  return [escapeMarkdown(words), ...code]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function escapeMarkdown(text: string): string {
  return text.replace(/[*_<>[\]\\]/g, (sign) => `\\${sign}`)
}
