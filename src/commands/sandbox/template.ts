import { dirname, join } from 'node:path'
import type { Context } from '../../context.js'
import type { SandboxTemplate } from '../../sandbox/index.js'
import { wrong } from './wrong.js'

const USAGE = '--parameter NAME=VALUE: a parameter of the template'

/** The template with the files that it names, and the values of its parameters. Errors: `usage`. */
export async function templateOf(
  file: string,
  words: readonly string[],
  readFile: Context['readFile'],
): Promise<SandboxTemplate> {
  const text = await readFile(file)
  if (text === null) throw wrong(`there is no file "${file}"`, 'a CloudFormation or SAM template, JSON or YAML')
  const { filesNamedIn } = await import('../../sandbox/template/files.js')
  const files: [string, string][] = []
  for (const name of filesNamedIn(text)) {
    const inside = await readFile(join(dirname(file), name), 'regular')
    if (inside === null) throw wrong(`there is no file "${name}", which "${file}" names`)
    files.push([name, inside])
  }
  return { text, parameters: parametersOf(words), files: Object.fromEntries(files) }
}

function parametersOf(words: readonly string[]): Readonly<Record<string, string>> {
  const given = new Map<string, string>()
  for (const word of words) {
    const [, name, value = ''] = /^([\w:]+)=(.*)$/s.exec(word) ?? []
    if (name === undefined) throw wrong(`--parameter is "${word}"`, USAGE)
    if (given.has(name)) throw wrong(`--parameter names "${name}" twice`)
    given.set(name, value)
  }
  return Object.fromEntries(given)
}
