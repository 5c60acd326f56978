import type { Context, Screen } from '../../context.js'
import type { WatchTick } from '../../core/status/watch.js'
import type { Format } from '../../render/format/formats.js'
import { type ColorMode, type Style, styleOf } from '../../render/format/style.js'
import { jsonText } from '../../render/format/text.js'
import type { GlobalFlags } from '../flags/common.js'

interface WatchView {
  /** True where the whole terminal is taken. */
  readonly isLive: boolean
  show(tick: WatchTick): void
  close(): void
}

interface Flags extends GlobalFlags {
  readonly plot?: true
  readonly intervalMs: number
}

/** A live screen for people in a terminal; everywhere else each look is one line, or one object. */
export async function openWatchView(
  flags: Flags,
  format: Format,
  context: Context,
  onQuit: () => void,
): Promise<WatchView> {
  const { io, env } = context
  const mode: ColorMode = flags.color === false ? 'never' : (flags.color ?? 'auto')
  const style = () => styleOf(io.stdout, mode, env)
  const isScreen = format === 'table' && flags.query === undefined
  return (isScreen ? await liveScreen(flags, context, style, onQuit) : null) ?? lines(flags, format, context, style)
}

async function liveScreen(
  { plot, intervalMs }: Flags,
  { io }: Context,
  style: () => Style,
  onQuit: () => void,
): Promise<WatchView | null> {
  const { frame, tickLine } = await import('../../render/status/watch.js')
  const { cleanAll } = await import('../../render/format/text.js')
  let last: WatchTick | null = null
  let screen: Screen | null = null
  const draw = () => {
    if (last === null || screen === null) return
    const { rows } = screen.size()
    screen.draw(frame(cleanAll(last), style(), { rows, intervalMs, plot: plot === true }))
  }
  screen = await io.screen({
    onResize: draw,
    onKey: (key) => {
      if (/^q$/i.test(key)) onQuit()
    },
  })
  if (screen === null) return null
  return {
    isLive: true,
    show(tick) {
      last = tick
      draw()
    },
    close() {
      screen?.close()
      // The screen is gone with all that stood on it.
      if (last !== null) io.out(`${tickLine(last)}\n`)
    },
  }
}

async function lines({ query }: Flags, format: Format, { io }: Context, style: () => Style): Promise<WatchView> {
  const asText = await textOf(query, format)
  const { headOnce } = await import('../../render/format/print.js')
  const continued = query === undefined ? headOnce(format) : (text: string) => text
  return {
    isLive: false,
    show: (tick) => io.out(continued(asText(tick, style()))),
    close: () => {},
  }
}

/** JSON in any spelling is one object a line. */
async function textOf(query: string | undefined, format: Format): Promise<(tick: WatchTick, style: Style) => string> {
  const isJson = format === 'json' || format === 'ndjson'
  if (query !== undefined) {
    const { searchJson } = await import('../../core/base/jmespath.js')
    const { renderValue } = await import('../../render/format/value.js')
    return isJson || format === 'table'
      ? (tick) => `${jsonText(searchJson(query, tick))}\n`
      : (tick, style) => renderValue(format, searchJson(query, tick), style)
  }
  if (isJson) return (tick) => `${jsonText(tick)}\n`
  const { render } = await import('../../render/format/print.js')
  const { TICK_VIEW } = await import('../../render/status/watch.js')
  return (tick, style) => render(format, tick, TICK_VIEW, style)
}
