import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { collect } from '../flags/values.js'

/** A parsed `--report kind=FILE`. */
export interface ReportFile {
  readonly kind: string
  readonly path: string
}

/** Makes the repeatable option `--report kind=FILE` with a verb's kinds. */
export function reportOption(command: Command, kinds: readonly string[]): Command {
  const forms = kinds.map((kind) => `${kind}=FILE`).join(' or ')
  return command.option(
    '--report <file>',
    `also write ${forms}; repeatable`,
    (text, earlier?: readonly string[]) => {
      reportFile(text, kinds)
      return collect(text, earlier)
    },
  )
}

/** Writes each requested report; `texts` makes the text of a kind. */
export async function writeReports<Kind extends string>(
  { writeFile }: Pick<Context, 'writeFile'>,
  asked: readonly string[] | undefined,
  texts: Readonly<Record<Kind, () => Promise<string>>>,
): Promise<void> {
  const kinds = Object.keys(texts)
  for (const { kind, path } of (asked ?? []).map((text) => reportFile(text, kinds))) {
    const text = isKind(texts, kind) ? await texts[kind]() : ''
    await writeFile(path, text)
  }
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
