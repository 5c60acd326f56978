import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { clean } from '../../render/format/text.js'
import { EXIT } from '../exit.js'
import { collect } from '../flags/values.js'

/** A parsed `--report kind=FILE`. */
export interface ReportFile {
  readonly kind: string
  readonly path: string
}

/** Makes the repeatable option `--report kind=FILE` with a verb's kinds. */
export function reportOption(command: Command, kinds: readonly string[]): Command {
  const forms = kinds.map((kind) => `${kind}=FILE`).join(' or ')
  return command.option('--report <file>', `also write ${forms}; repeatable`, (text, earlier?: readonly string[]) => {
    reportFile(text, kinds)
    return collect(text, earlier)
  })
}

/** Refuses reports that could not be written, before anything is sent. */
export async function checkReports(
  { checkWritable }: Pick<Context, 'checkWritable'>,
  asked: readonly string[] | undefined,
): Promise<void> {
  for (const text of asked ?? []) await checkWritable(text.slice(text.indexOf('=') + 1))
}

type Writing = Pick<Context, 'writeFile' | 'appendFile' | 'env' | 'cwd' | 'io' | 'setExitCode'>

/**
 * Writes each requested report; `texts` makes the text of a kind. One that cannot be written is told, and takes
 * nothing away from the result.
 */
export async function writeReports<Kind extends string>(
  context: Writing,
  asked: readonly string[] | undefined,
  texts: Readonly<Record<Kind, () => Promise<string>>>,
): Promise<void> {
  const kinds = Object.keys(texts)
  for (const { kind, path } of (asked ?? []).map((text) => reportFile(text, kinds))) {
    const text = isKind(texts, kind) ? await texts[kind]() : ''
    try {
      await writeReport(context, path, text)
    } catch (error) {
      if (!(error instanceof ApigwCacheError)) throw error
      context.io.err(`warning: ${clean(error.message)}`)
      context.setExitCode(EXIT.failure)
    }
  }
}

/** The summary of a job of GitHub Actions belongs to all its commands, so that each adds to it. */
function writeReport({ writeFile, appendFile, env, cwd }: Writing, path: string, text: string): Promise<void> {
  const summary = env.GITHUB_STEP_SUMMARY
  const isSummary = summary !== undefined && summary !== '' && resolve(cwd, path) === resolve(cwd, summary)
  return isSummary ? appendFile(path, `\n${text}`) : writeFile(path, text)
}

function reportFile(text: string, kinds: readonly string[]): ReportFile {
  const [, kind = '', path = ''] = /^([a-z]+)=(.+)$/s.exec(text) ?? []
  if (kinds.includes(kind)) return { kind, path }
  throw new ApigwCacheError('usage', 'command-line', `--report is "${text}"`, {
    hint: kinds.map((one) => `--report ${one}=FILE`).join(', '),
  })
}

function isKind<Kind extends string>(texts: Readonly<Record<Kind, unknown>>, text: string): text is Kind {
  return Object.hasOwn(texts, text)
}
