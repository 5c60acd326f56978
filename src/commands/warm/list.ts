import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { type ListedUrl, readUrlList, typed } from '../session/lists.js'

type Reading = Pick<Context, 'readFile' | 'readInput'>

interface Lists {
  readonly from?: readonly string[]
  readonly openapi?: readonly string[]
}

/** Reads and checks everything to warm; `skip` receives what of a document cannot be requested. */
export async function readWarmList(
  paths: readonly string[],
  { from = [], openapi = [] }: Lists,
  headers: readonly string[],
  context: Reading,
  skip: (message: string) => void,
): Promise<readonly ListedUrl[]> {
  const all = [...typed(paths)]
  for (const file of from) all.push(...(await readUrlList(file, context)))
  for (const file of openapi) all.push(...typed(await readDocument(file, headers, context, skip)))
  if (all.length > 0) return all
  throw new ApigwCacheError('usage', 'command-line', 'nothing to warm was named', {
    hint: 'paths, --from FILE or --openapi FILE',
  })
}

async function readDocument(
  file: string,
  headers: readonly string[],
  { readFile }: Reading,
  skip: (message: string) => void,
): Promise<readonly string[]> {
  const text = await readFile(file)
  if (text === null) throw new ApigwCacheError('usage', 'command-line', `there is no file "${file}"`)
  const { openApiPaths } = await import('../../core/request/openapi-paths.js')
  const { paths, skipped } = openApiPaths(file, text, headers)
  const named = skipped.map(({ path, missing }) => `GET ${path} (${missing.join(', ')})`)
  if (paths.length === 0) {
    const why = named.length === 0 ? 'it has none' : `without an example: ${named.join('; ')}`
    throw new ApigwCacheError('usage', 'command-line', `${file} has no GET operation that can be asked for`, {
      hint: why,
    })
  }
  if (named.length > 0) skip(`skipped, because ${file} has no example for it: ${named.join('; ')}`)
  return paths
}
