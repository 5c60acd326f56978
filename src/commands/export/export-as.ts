import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { WholeStage } from '../../core/declare/whole-stage.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { forEachStage, oneStage } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import { accountReader } from './account-reader.js'
import type { Language } from './languages.js'
import { pairsOf, withSelectors } from './named.js'
import type { ExportFlags } from './run.js'

/** Prints stages in another tool's language. */
export async function runExportAs(language: Language, given: ExportFlags, context: Context): Promise<void> {
  const flags = withSelectors(given)
  refuseOtherShapes(flags)
  const { wholeStage } = await import('../../core/declare/whole-stage.js')
  const session = await openSession(oneStage(flags), context)
  const connection = await session.connect()
  const accountOf = accountReader()
  await forEachStage(
    { context, session, connection, flags, narrow: (stages) => pairsOf(stages, given.target) },
    {
      async work(open: OpenStage) {
        const account = open.target.account ?? (await accountOf(open.connection))
        return wholeStage({ ...open, target: { ...open.target, account } })
      },
      async show({ stages }) {
        if (stages.length > 0) context.io.out(await WRITTEN[language](stages))
      },
    },
  )
}

const WRITTEN: Readonly<Record<Language, (stages: readonly WholeStage[]) => Promise<string>>> = {
  terraform: async (stages) => (await import('../../render/export/terraform.js')).terraform(stages),
  cloudformation: async (stages) => (await import('../../render/export/cloudformation.js')).cloudFormation(stages),
  serverless: async (stages) => (await import('../../render/export/serverless.js')).serverless(stages),
}

/** Errors: `usage` for what shapes the declarative file. */
function refuseOtherShapes({ output, json, query, outDir, schema }: ExportFlags): void {
  const given = Object.entries({
    '-o': output,
    '--json': json,
    '--query': query,
    '--out-dir': outDir,
    '--schema': schema,
  })
  const [other] = given.find(([, value]) => value !== undefined) ?? []
  if (other === undefined) return
  const message = `--as prints a language of another tool, and ${other} is about the declarative file`
  throw new ApigwCacheError('usage', 'command-line', message, { hint: `leave out --as, or ${other}` })
}
