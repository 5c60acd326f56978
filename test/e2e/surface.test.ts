import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/program.js'

const TYPES = join(ROOT, 'dist/types')

describe('the public surface', () => {
  /** `npx vitest run test/e2e/surface.test.ts -u` writes it anew: what changes there changes for users. */
  it('is the one that was reviewed', async () => {
    const all = [surfaceOf('apigw-cache', 'index.d.ts'), surfaceOf('apigw-cache/sandbox', 'sandbox/index.d.ts')]
    await expect(all.join('\n')).toMatchFileSnapshot(join(ROOT, 'docs/public-surface.txt'))
  })

  it('names no type of another package', () => {
    const foreign = readdirSync(TYPES, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.d.ts'))
      .filter((path) => /(?:from|import\() ?['"](?!\.|node:)/.test(readFileSync(join(TYPES, path), 'utf8')))
    expect(foreign).toEqual([])
  })
})

interface Named {
  readonly file: string
  readonly name: string
}

interface File {
  /** The text of each declaration, without comments. */
  readonly declared: ReadonlyMap<string, string>
  /** What is imported or exported from another file, by the name that it has here. */
  readonly elsewhere: ReadonlyMap<string, Named>
  readonly exported: readonly string[]
}

/** What an entry exports, in alphabetical order, then every other type that these declarations mention. */
function surfaceOf(title: string, entry: string): string {
  const files = new Map<string, File>()
  const read = (path: string): File => {
    const found = files.get(path) ?? fileOf(path)
    files.set(path, found)
    return found
  }
  const origin = (one: Named): Named => {
    const next = read(one.file).elsewhere.get(one.name)
    return next ? origin(next) : one
  }
  const found = new Map<string, string>()
  const collect = (one: Named): void => {
    const { file, name } = origin(one)
    const text = read(file).declared.get(name)
    if (text === undefined || found.has(`${file} ${name}`)) return
    found.set(`${file} ${name}`, text)
    const { declared, elsewhere } = read(file)
    for (const word of new Set(text.match(/\w+/g))) {
      if (declared.has(word) || elsewhere.has(word)) collect({ file, name: word })
    }
  }
  const exported = read(entry).exported.map((name) => origin({ file: entry, name }))
  for (const one of exported) collect(one)
  const own = new Set(exported.map(({ file, name }) => `${file} ${name}`))
  const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => (a < b ? -1 : 1))
  const texts = (which: boolean) => [...found].filter(([key]) => own.has(key) === which).map(([, text]) => `${text}\n`)
  return [`# ${title}\n`, ...sorted(texts(true)), `# Mentioned by ${title}\n`, ...sorted(texts(false))].join('\n')
}

function fileOf(path: string): File {
  const text = readFileSync(join(TYPES, path), 'utf8')
  const { program, module } = parseSync(path, text)
  const at = (request: string) => join(dirname(path), request.replace(/\.js$/, '.d.ts'))
  const elsewhere = new Map<string, Named>()
  for (const { moduleRequest, entries } of module.staticImports) {
    if (!moduleRequest.value.startsWith('.')) continue
    for (const { importName, localName } of entries) {
      elsewhere.set(localName.value, { file: at(moduleRequest.value), name: importName.name ?? '' })
    }
  }
  const exported: string[] = []
  for (const { moduleRequest, exportName, importName } of module.staticExports.flatMap(({ entries }) => entries)) {
    const name = exportName.name ?? ''
    exported.push(name)
    if (moduleRequest) elsewhere.set(name, { file: at(moduleRequest.value), name: importName.name ?? '' })
  }
  const declared = new Map<string, string>()
  for (const node of program.body) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
    if (!declaration) continue
    const written = withoutComments(text.slice(declaration.start, declaration.end))
    for (const name of namesOf(declaration)) declared.set(name, written)
  }
  return { declared, elsewhere, exported }
}

type Declaration = ReturnType<typeof parseSync>['program']['body'][number]

function namesOf(node: Declaration): readonly string[] {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  }
  return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^declare /, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}
