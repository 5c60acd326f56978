import type { Context } from '../../context.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Window } from '../../core/metrics/window.js'
import { DEFAULT_INTERVAL_MS } from '../../core/status/watch.js'
import { stageOf } from '../../stage.js'
import { EXIT } from '../exit.js'
import { oneStage } from '../session/each-stage.js'
import type { Session } from '../session/session.js'
import { asksLatency, conclude, isNo } from './conclude.js'
import type { StatusFlags } from './flags.js'
import { openWatchView } from './watch-view.js'

interface Watching {
  readonly flags: StatusFlags
  readonly windowAt: (now: number) => Window
  readonly session: Session
}

/** Until Ctrl-C, `q`, the end of the pipe, or a condition that holds. */
export async function watchStage(
  stage: OpenStage,
  { flags, windowAt, session }: Watching,
  context: Context,
): Promise<void> {
  const quit = new AbortController()
  const intervalMs = flags.interval ?? DEFAULT_INTERVAL_MS
  const signal = AbortSignal.any([context.signal, context.io.closed, quit.signal])
  const view = await openWatchView({ ...oneStage(flags), intervalMs }, session.settings.output, context, () =>
    quit.abort(),
  )
  const words = onceEach(session, view.isLive)
  const options = {
    window: windowAt,
    methods: flags.methods === true,
    latency: asksLatency(flags),
    intervalMs,
    signal,
    onTrouble: (error: unknown) => words.warn(error instanceof Error ? error.message : String(error)),
  }
  try {
    for await (const tick of stageOf(stage).watch(options)) {
      view.show(tick)
      await conclude([tick], flags, () => words, context)
      if (isNo(tick, flags)) {
        context.setExitCode(EXIT.negative)
        break
      }
    }
  } finally {
    view.close()
    words.tellRest()
  }
  if (context.signal.aborted) context.setExitCode(EXIT.interrupted)
}

/** Says nothing twice; on a live screen words wait for the end, as they would be drawn over. */
function onceEach({ note, warn }: Session, later: boolean) {
  const said = new Set<string>()
  const rest: (() => void)[] = []
  const once = (say: (message: string) => void) => (message: string) => {
    if (said.has(message)) return
    said.add(message)
    if (later) rest.push(() => say(message))
    else say(message)
  }
  const tellRest = () => {
    for (const tell of rest.splice(0)) tell()
  }
  return { note: once(note), warn: once(warn), tellRest }
}
