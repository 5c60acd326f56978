import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Window } from '../../core/metrics/window.js'
import { examples, selectorOptions, verb } from '../flags/common.js'
import { type WindowFlags, windowFor, windowOptions } from '../flags/window.js'
import type { SelectorFlags } from '../session/each-stage.js'
import type { Session } from '../session/session.js'

interface ReportFlags extends SelectorFlags, WindowFlags {
  readonly title?: string
  readonly open?: true
}

export function report(program: Command, context: Context): void {
  const command = verb(
    program,
    'report',
    'a self-contained HTML page: charts, methods, settings, price',
  ).argument('<file>', 'where to write it, such as cache.html; replaced where it exists', htmlFile)
  windowOptions(command, '24h')
    .option('--title <title>', 'heading of the page')
    .option('--open', 'open it in the browser')
  selectorOptions(command).action(async (file: string, flags: ReportFlags) => {
    const { openSession } = await import('../session/session.js')
    const { renderPage } = await import('../../render/html/page.js')
    const { oneStage, tellFailures } = await import('../session/each-stage.js')
    const session = await openSession(oneStage(flags), context)
    const window = windowFor(flags, context.clock.now())
    const { kind, failed, ...result } = await readStages(session, flags, window)
    await context.writeFile(file, await renderPage(result, flags.title ?? null))
    const { reportView } = await import('../../render/report.js')
    await session.print(result, async () => reportView(file))
    tellFailures(context, session, { failed, kind }, false)
    // Not to be taken for an option of the program that opens it.
    if (flags.open) await context.openFile(resolve(context.cwd, file))
  })
  examples(
    command,
    'report cache.html --stage prod',
    'report cache.html --api pets --stage prod --since 14d --open',
    "report caches.html --stage 'prod*' --since 7d",
  )
}

async function readStages(session: Session, flags: ReportFlags, window: Window) {
  const { readReport, readStageReport } = await import('../../core/report/report.js')
  const { chooseStages, selectorsOf, severalOf } = await import('../session/each-stage.js')
  const { forEach } = await import('../../core/find/each.js')
  const { sensitive, doctorIgnore } = session.settings
  const request = { window, findings: { sensitive, ignore: doctorIgnore } }
  const connection = await session.connect()
  const selectors = selectorsOf(flags, session.settings)
  if (!selectors) {
    const one = await readReport(connection, [await session.open(connection)], request)
    return { ...one, failed: [], kind: null }
  }
  const chosen = await chooseStages(session, connection, selectors)
  const outcomes = await forEach(chosen.targets, (one) => readStageReport(connection, one, request))
  const generatedAt = new Date(connection.clock.now()).toISOString()
  return { generatedAt, ...severalOf(outcomes, chosen.failed) }
}

function htmlFile(text: string): string {
  if (/[^/\\]\.html$/i.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" does not end in .html`, {
    hint: 'apigw-cache report cache.html',
  })
}
