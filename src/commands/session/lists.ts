import type { Context } from '../../context.js'
import { ApigwCacheError, rephrased } from '../../core/base/errors.js'
import { someLines } from '../../core/base/quantities.js'
import type { Account } from '../../core/fleet/accounts.js'
import type { NamedTarget } from '../../core/fleet/targets-file.js'
import { VERBS } from '../../core/gateway/method.js'
import { probeUrl } from '../../core/request/invoke-url.js'
import { type Unanswered, unansweredText } from '../../core/request/plan.js'
import { counted } from '../../render/format/units.js'

const STDIN = '-'

interface ListUse {
  readonly flag?: string
  /** The verb that is sent to all of them: a line may say it too. */
  readonly method?: string | undefined
}

/** A path or URL, and where it stands: `urls.txt:7`; null for one that was typed. */
export interface ListedUrl {
  readonly url: string
  readonly place: string | null
}

export function typed(urls: readonly string[]): readonly ListedUrl[] {
  return urls.map((url) => ({ url, place: null }))
}

/**
 * Reads paths and full URLs from a file or stdin (`-`), one a line, as `/pets` or `GET /pets`. Skips empty lines
 * and comments: a `#` at the beginning or after a space. Errors: `usage`, with file and each line.
 */
export async function readUrlList(
  file: string,
  { readFile, readInput }: Pick<Context, 'readFile' | 'readInput'>,
  { flag = '--from', method }: ListUse = {},
): Promise<readonly ListedUrl[]> {
  const { name, text } = await textOf(file, { readFile, readInput }, flag)
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ url: line.replace(/(^|\s)#.*$/, '').trim(), place: `${name}:${index + 1}` }))
    .filter(({ url }) => url !== '')
  if (lines.length > 0) return checked(lines, method)
  throw new ApigwCacheError('usage', 'command-line', `${name} has no path or URL`, {
    hint: 'one a line, such as /pets?type=dog or GET /pets',
  })
}

/** All wrong lines at once: who mends one wants to know of the others. */
function checked(
  lines: readonly { readonly url: string; readonly place: string }[],
  method: string | undefined,
): readonly ListedUrl[] {
  const errors: ApigwCacheError[] = []
  const urls = lines.flatMap(({ url: line, place }) => {
    try {
      const url = withoutVerb(line, method, place)
      check(url, place)
      return [{ url, place }]
    } catch (error) {
      if (!(error instanceof ApigwCacheError)) throw error
      errors.push(error)
      return []
    }
  })
  const [first, ...others] = errors
  if (first === undefined) return urls
  if (others.length === 0) throw first
  throw new ApigwCacheError('usage', 'command-line', `${errors.length} lines cannot be used`, {
    hint: someLines(errors.map(({ message }) => message)),
  })
}

/** Says which lines of a list no method answers. */
export async function namingLines<T>(urls: readonly ListedUrl[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApigwCacheError) || error.code !== 'no-method-answers') throw error
    const unanswered = error.data.unanswered as readonly Unanswered[]
    const placeOf = (index: number) => urls[index]?.place ?? null
    const [first, ...others] = unanswered
    if (first === undefined) throw error
    if (others.length > 0) throw rephrased(error, error.message, { hint: unansweredText(unanswered, placeOf) })
    const place = placeOf(first.index)
    throw rephrased(error, place === null ? error.message : `${place}: ${error.message}`)
  }
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
  throw new ApigwCacheError('usage', 'command-line', `${place} says ${said}, and ${method ?? 'GET'} is sent`, {
    hint: method === undefined ? 'only GET is sent here' : `a list has one method: --method ${said}`,
  })
}

function check(url: string, place: string): void {
  try {
    probeUrl(url, 'https://stage.invalid')
  } catch (error) {
    if (!(error instanceof ApigwCacheError)) throw error
    throw rephrased(error, `${place}: ${error.message}`)
  }
}
