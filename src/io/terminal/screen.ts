import type { Screen, ScreenEvents } from '../../context.js'

interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

interface Interruption {
  readonly signal: AbortSignal
  /** Called on Ctrl-C: in raw mode, a terminal sends no signal for it. */
  readonly interrupt: () => void
}

// Alternate screen, so that the old contents come back; no line wrap; no cursor.
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?7h\u001b[?1049l'
const HOME = '\u001b[H'
const CLEAR_LINE = '\u001b[K'
// Synchronized output: terminals that support it show everything between the two at once.
const BEGIN = '\u001b[?2026h'
const END = '\u001b[?2026l'
const CTRL_C = '\u0003'
const DEFAULT_ROWS = 24

/** Redraws all rows in one write, so that nothing flickers. */
export function openScreen(
  { stdin, stdout }: Streams,
  { onKey, onResize }: ScreenEvents,
  { signal, interrupt }: Interruption,
): Screen {
  let open = true
  const onData = (keys: string) => {
    if (!keys.includes(CTRL_C)) return onKey(keys)
    // The second Ctrl-C ends the program at once, so the terminal is restored here.
    if (signal.aborted) close()
    interrupt()
  }
  const close = () => {
    if (!open) return
    open = false
    stdout.off('resize', onResize)
    stdout.write(LEAVE)
    if (!stdin.isTTY) return
    stdin.off('data', onData)
    stdin.setRawMode(false)
    stdin.pause()
  }
  stdout.write(ENTER)
  stdout.on('resize', onResize)
  if (stdin.isTTY) {
    stdin.setRawMode(true)
    stdin.setEncoding('utf8').on('data', onData)
  }
  return {
    size: () => ({ columns: stdout.columns, rows: rowsOf(stdout) }),
    draw(text) {
      if (!open) return
      const lines = text.split('\n')
      const rows = Array.from({ length: rowsOf(stdout) }, (_, row) => CLEAR_LINE + (lines[row] ?? ''))
      stdout.write(BEGIN + HOME + rows.join('\r\n') + END)
    },
    close,
  }
}

function rowsOf({ rows }: NodeJS.WriteStream): number {
  return rows > 0 ? rows : DEFAULT_ROWS
}
