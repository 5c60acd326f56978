import type { Context } from '../../context.js'
import { ApigwCacheError, rephrased } from '../../core/base/errors.js'
import type { Account } from '../../core/fleet/accounts.js'
import type { NamedTarget } from '../../core/fleet/targets-file.js'
import { VERBS } from '../../core/gateway/method.js'
import { probeUrl } from '../../core/request/invoke-url.js'
import { counted } from '../../render/format/units.js'

const STDIN = '-'

interface ListUse {
  readonly flag?: string
  /** The verb that is sent to all of them: a line may say it too. */
  readonly method?: string | undefined
}

/**
 * Reads paths and full URLs from a file or stdin (`-`), one a line, as `/pets` or `GET /pets`. Skips empty lines
 * and comments: a `#` at the beginning or after a space. Errors: `usage`, with file and line.
 */
export async function readUrlList(
  file: string,
  { readFile, readInput }: Pick<Context, 'readFile' | 'readInput'>,
  { flag = '--from', method }: ListUse = {},
): Promise<readonly string[]> {
  const { name, text } = await textOf(file, { readFile, readInput }, flag)
  const urls = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ url: line.replace(/(^|\s)#.*$/, '').trim(), number: index + 1 }))
    .filter(({ url }) => url !== '')
    .map(({ url, number }) => ({ url: withoutVerb(url, method, `${name}:${number}`), number }))
  for (const { url, number } of urls) check(url, `${name}:${number}`)
  if (urls.length > 0) return urls.map(({ url }) => url)
  throw new ApigwCacheError('usage', 'command-line', `${name} has no path or URL`, {
    hint: 'one a line, such as /pets?type=dog or GET /pets',
  })
}

/** Reads the accounts of a file or stdin (`-`). Errors: `usage`, with file and line. */
export async function readAccounts(
  file: string,
  context: Pick<Context, 'readFile' | 'readInput'>,
): Promise<readonly Account[]> {
  const { name, text } = await textOf(file, context, '--accounts')
  const { parseAccounts } = await import('../../core/fleet/accounts-file.js')
  return parseAccounts(name, text)
}

/** Reads the targets of a file or stdin (`-`). Errors: `usage`, with file and line. */
export async function readTargets(
  file: string,
  context: Pick<Context, 'readFile' | 'readInput'>,
): Promise<readonly NamedTarget[]> {
  const { name, text } = await textOf(file, context, '--targets')
  const { parseTargets } = await import('../../core/fleet/targets-file.js')
  return parseTargets(name, text)
}

async function textOf(
  file: string,
  { readFile, readInput }: Pick<Context, 'readFile' | 'readInput'>,
  flag: string,
): Promise<{ readonly name: string; readonly text: string }> {
  const text = file === STDIN ? await readInput() : await readFile(file)
  if (text !== null) return { name: file === STDIN ? 'stdin' : file, text }
  throw new ApigwCacheError('usage', 'command-line', `there is no file "${file}"`, { hint: `check ${flag}` })
}

export function repeatedNote(times: number): string {
  return `${counted(times, 'URL')} named before: each is sent once`
}

function withoutVerb(line: string, method: string | undefined, place: string): string {
  const [, verb = '', url = ''] = /^([a-z]+)\s+(.+)$/i.exec(line) ?? []
  const said = verb.toUpperCase()
  if (!VERBS.includes(said)) return line
  if (said === (method ?? 'GET')) return url
  throw new ApigwCacheError(
    'usage',
    'command-line',
    `${place} says ${said}, and ${method ?? 'GET'} is sent`,
    {
      hint: method === undefined ? 'only GET is sent here' : `a list has one method: --method ${said}`,
    },
  )
}

function check(url: string, place: string): void {
  try {
    probeUrl(url, 'https://stage.invalid')
  } catch (error) {
    if (!(error instanceof ApigwCacheError)) throw error
    throw rephrased(error, `${place}: ${error.message}`)
  }
}
