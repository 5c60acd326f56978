import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { LOOK_BACK_MS } from '../../core/metrics/window.js'
import { examples, verb } from '../flags/common.js'
import { targetsOptions } from '../flags/fleet.js'
import { selectorOptions } from '../flags/selectors.js'
import { type WindowFlags, windowFor, windowOptions } from '../flags/window.js'
import type { SelectorFlags } from '../session/meant.js'

interface ReportFlags extends SelectorFlags, WindowFlags {
  readonly title?: string
  readonly open?: true
}

export function report(program: Command, context: Context): void {
  const command = verb(program, 'report', 'a self-contained HTML page: charts, methods, settings, price').argument(
    '<file>',
    'where to write it, such as cache.html; replaced where it exists',
    htmlFile,
  )
  windowOptions(command, LOOK_BACK_MS.report)
    .option('--title <title>', 'heading of the page')
    .option('--open', 'open it in the browser')
  selectorOptions(targetsOptions(command)).action(async (file: string, flags: ReportFlags) => {
    const { openSession } = await import('../session/session.js')
    const { forEachStage, oneStage } = await import('../session/each-stage.js')
    const { stageOf } = await import('../../stage.js')
    const { renderPage } = await import('../../render/html/page.js')
    const { reportView } = await import('../../render/report.js')
    const session = await openSession(oneStage(flags), context)
    const window = windowFor(flags, context.clock.now())
    const { sensitive, doctorIgnore: ignore } = session.settings
    await context.checkWritable(file)
    const connection = await session.connect()
    await forEachStage(
      { context, session, connection, flags, verb: 'report' },
      {
        reads: 'reading the stage and its metrics',
        work: (stage) => stageOf(stage).report({ window, findings: { sensitive, ignore } }),
        async show({ stages }) {
          const page = { generatedAt: new Date(connection.clock.now()).toISOString(), stages }
          await context.writeFile(file, await renderPage(page, flags.title ?? null))
          await session.print(page, async () => reportView(file))
        },
      },
    )
    // An absolute path cannot look like an option of the program that opens it.
    if (flags.open) await context.openFile(resolve(context.cwd, file))
  })
  examples(
    command,
    'report cache.html --stage prod',
    'report cache.html --api pets --stage prod --since 14d --open',
    "report caches.html --stage 'prod*' --since 7d",
  )
}

function htmlFile(text: string): string {
  if (/[^/\\]\.html$/i.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" does not end in .html`, {
    hint: 'such as cache.html',
  })
}
