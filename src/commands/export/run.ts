import { join, relative, resolve } from 'node:path'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { DeclaredStage } from '../../core/declare/document/data.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Target } from '../../core/gateway/model.js'
import { json } from '../../render/format/formats.js'
import { clean } from '../../render/format/text.js'
import { stageOf } from '../../stage.js'
import { confirmed } from '../asking/agree.js'
import { forEachStage, oneStage } from '../session/each-stage.js'
import { openSession, type Session } from '../session/session.js'
import { accountReader } from './account-reader.js'
import type { Language } from './languages.js'
import { pairsOf, type TargetFlags, withSelectors } from './named.js'

export interface ExportFlags extends TargetFlags {
  readonly outDir?: string
  readonly yes?: true
  readonly schema?: string
  readonly as?: Language
}

export async function runExport(given: ExportFlags, context: Context): Promise<void> {
  const flags = withSelectors(given)
  const { schemaLine } = await import('../../core/declare/document/write.js')
  const session = await openSession(oneStage(flags), context)
  const { api, stage } = session.settings
  const named = [api, stage, flags.api, flags.stage, flags.targets, flags.tag]
  const isNamed = named.some((one) => one !== undefined)
  if (flags.schema !== undefined) await writeSchema(flags.schema, flags, context)
  if (flags.schema !== undefined && !isNamed) return context.io.out(`${schemaLine(flags.schema)}\n`)
  const connection = await session.connect()
  const accountOf = accountReader()
  await forEachStage(
    { context, session, connection, flags, narrow: (stages) => pairsOf(stages, given.target) },
    {
      async work(open) {
        const account = open.target.account ?? (await accountOf(open.connection))
        return exported({ ...open, target: { ...open.target, account } }, session)
      },
      show: ({ stages }) => show(stages, flags, session, context),
    },
  )
}

async function exported(open: OpenStage, session: Session): Promise<DeclaredStage> {
  const { fullNameOf } = await import('../../core/gateway/stage.js')
  const onNote = (target: Target, message: string) => session.warn(`${fullNameOf(target)}: ${message}`)
  return stageOf(open).export({ onNote })
}

async function show(
  stages: readonly DeclaredStage[],
  flags: ExportFlags,
  session: Session,
  context: Context,
): Promise<void> {
  const { documentOf, yamlOf } = await import('../../core/declare/document/write.js')
  const { outDir, schema } = flags
  const isJson = session.settings.output === 'json'
  if (outDir === undefined) {
    const data = documentOf(stages)
    if (flags.query === undefined) return context.io.out(isJson ? json(data) : yamlOf(data, schema ?? null))
    return session.print(data, async () => ({ screen: json, rows: () => [], columns: [] }))
  }
  const files = filesOf(stages, isJson ? 'json' : 'yaml').map(({ name, stages: own }) => {
    const data = documentOf(own)
    const line = schema === undefined ? null : relative(resolve(context.cwd, outDir), resolve(context.cwd, schema))
    return { path: join(outDir, name), text: isJson ? json(data) : yamlOf(data, line) }
  })
  await replaceable(
    files.map(({ path }) => path),
    flags,
    context,
  )
  for (const { path, text } of files) {
    await context.writeFile(path, text)
    session.note(`wrote ${path}`)
  }
}

/** One for each API, by its name, and by its id as well where another one has that name. */
function filesOf(stages: readonly DeclaredStage[], extension: string) {
  const apis = [...new Map(stages.map((one) => [one.api, one])).values()]
  const plain = ({ api, name }: DeclaredStage) => (name ?? api).replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || api
  return apis.map((api) => {
    const isUnique = apis.every((other) => other === api || plain(other).toLowerCase() !== plain(api).toLowerCase())
    const name = isUnique ? plain(api) : `${plain(api)}-${api.api}`
    return { name: `${name}.${extension}`, stages: stages.filter((one) => one.api === api.api) }
  })
}

async function writeSchema(path: string, flags: ExportFlags, context: Context): Promise<void> {
  const { jsonSchema } = await import('../../core/declare/document/schema.js')
  const text = json(jsonSchema())
  if ((await context.readFile(path)) !== text) await replaceable([path], flags, context)
  await context.writeFile(path, text)
}

/** Errors: `usage` where files exist and nobody can be asked, `cancelled`. */
async function replaceable(
  paths: readonly string[],
  { yes }: ExportFlags,
  { io, readFile }: Pick<Context, 'io' | 'readFile'>,
): Promise<void> {
  const texts = await Promise.all(paths.map((path) => readFile(path)))
  const existing = paths.filter((_, index) => texts[index] !== null)
  if (existing.length === 0 || yes) return
  const names = existing.join(', ')
  if (!io.interactive) {
    const message = existing.length === 1 ? `${names} exists` : `${names} exist`
    throw new ApigwCacheError('usage', 'command-line', message, { hint: 'repeat with --yes to replace it' })
  }
  await confirmed(io, clean(`Replace ${names}?`), 'nothing was written')
}
