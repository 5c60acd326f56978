import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { targetOption } from '../declare/options.js'
import { examples, verb } from '../flags/common.js'
import { partOptions } from '../flags/fleet.js'
import { selectorOptions } from '../flags/selectors.js'
import { notEmpty } from '../flags/values.js'
import { LANGUAGES } from './languages.js'
import type { ExportFlags } from './run.js'

export function exportVerb(program: Command, context: Context): void {
  const command = verb(program, 'export', 'write the declarative file from live stages')
    .option('--out-dir <dir>', 'write a file for each API into this folder', notEmpty('--out-dir'))
    .option('-y, --yes', 'replace files that exist')
    .option(
      '--schema <file>',
      'write the JSON Schema of the file for editors, and the line that names it',
      notEmpty('--schema'),
    )
    .addOption(new Option('--as <language>', 'print the language of another tool instead').choices(LANGUAGES))
    .addHelpText('after', NOTES)
  selectorOptions(partOptions(targetOption(command))).action(async (flags: ExportFlags) => {
    if (flags.as !== undefined) {
      const { runExportAs } = await import('./export-as.js')
      return runExportAs(flags.as, flags, context)
    }
    const { runExport } = await import('./run.js')
    await runExport(flags, context)
  })
  examples(
    command,
    'export --api pets --stage prod > apigw-cache.yaml',
    "export --stage '*' --out-dir caches",
    'export --schema apigw-cache.schema.json',
    'export --api pets --stage prod --as terraform > cache.tf',
  )
}

const NOTES = `
The file is YAML; with -o json it is the same as JSON. A plan of it is empty:
  apigw-cache export --stage prod | apigw-cache plan -f -
With --schema and no --api or --stage only the schema is written.
What --as prints names everything that decides what is cached, and says in comments what the other tool cannot.
`
