import { join } from 'node:path'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { SourceFile } from '../../core/declare/document/declared.js'

const DEFAULT_FILE = 'apigw-cache.yaml'
const STDIN = '-'
const IN_FOLDER = /\.(ya?ml|json)$/i

/**
 * Reads the files that `-f` names: files, folders with all their YAML and JSON files, stdin. Errors: `usage` for one
 * that does not exist.
 */
export async function readSources(
  given: readonly string[] | undefined,
  context: Pick<Context, 'readFile' | 'readInput' | 'readFolder'>,
): Promise<readonly SourceFile[]> {
  const lists = await Promise.all(
    (given ?? [DEFAULT_FILE]).map((path) => sourcesAt(path, context, given === undefined)),
  )
  return [...new Map(lists.flat().map((one) => [one.name, one])).values()]
}

async function sourcesAt(
  path: string,
  { readFile, readInput, readFolder }: Pick<Context, 'readFile' | 'readInput' | 'readFolder'>,
  isDefault: boolean,
): Promise<readonly SourceFile[]> {
  if (path === STDIN) return [{ name: 'stdin', text: await readInput() }]
  const names = await readFolder(path)
  if (names !== null) {
    const inside = names.filter((name) => IN_FOLDER.test(name)).map((name) => join(path, name))
    if (inside.length === 0) {
      throw new ApigwCacheError('usage', 'command-line', `folder "${path}" has no YAML or JSON file`)
    }
    return Promise.all(inside.map((one) => fileAt(one, readFile, false)))
  }
  return [await fileAt(path, readFile, isDefault)]
}

async function fileAt(path: string, readFile: Context['readFile'], isDefault: boolean): Promise<SourceFile> {
  const text = await readFile(path)
  if (text !== null) return { name: path, text }
  throw new ApigwCacheError('usage', 'command-line', `there is no file "${path}"`, {
    hint: isDefault ? 'name one with -f, or write one: apigw-cache export --stage prod > apigw-cache.yaml' : 'check -f',
  })
}
