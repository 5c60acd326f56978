import type { Choice, Io, Spinner, StreamTraits } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'

interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

interface TerminalEvents {
  /** Called on Ctrl-C where the terminal sends no signal for it. */
  readonly interrupt?: () => void
}

const DEFAULT_COLUMNS = 80
/** The sign before a question. Lines that do not fit would be broken as a terminal breaks them. */
const BESIDE_QUESTION = 2

/**
 * The real terminal. Questions go to stderr, so that stdout has the result and nothing else. Node opens a stream
 * when it is first touched, so each is touched only when it is needed.
 */
export function terminal(
  streams: Streams,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  { interrupt = () => {} }: TerminalEvents = {},
): Io {
  const closed = new AbortController()
  let isUsed = false
  let lost: string | null = null
  const onStdoutError = (error: NodeJS.ErrnoException) => {
    if (closed.signal.aborted) return
    closed.abort()
    // A reader may go away: `| head` is no error, and does not change the exit code.
    if (!READER_GONE.includes(error.code ?? '')) lost = lossOf(error)
  }
  const stdout = () => withErrorHandler(streams.stdout, onStdoutError)
  const stderr = () => withErrorHandler(streams.stderr, ignore)
  const promptOptions = () => ({ input: streams.stdin, output: stderr(), signal })
  return {
    get stdout() {
      return traits(stdout(), env)
    },
    get stderr() {
      return traits(stderr(), env)
    },
    get interactive() {
      return !env.CI && streams.stdin.isTTY === true && stderr().isTTY === true
    },
    out: (text) => {
      isUsed = true
      stdout().write(text)
    },
    err: (line) => {
      stderr().write(`${line}\n`)
    },
    async confirm(question) {
      const { default: confirm } = await import('@inquirer/confirm')
      const { hanging } = await import('../../render/format/wrap.js')
      const room = { isTTY: true, columns: traits(stderr(), env).columns - BESIDE_QUESTION }
      const message = question
        .split('\n')
        .map((line) => hanging('', line, room))
        .join('\n')
      return orInterrupted(confirm({ message, default: false }, promptOptions()))
    },
    async select<T>(question: string, choices: readonly Choice<T>[]) {
      const { default: select } = await import('@inquirer/select')
      const asked = { message: question, choices: [...choices] }
      return orInterrupted(select<T>(asked, promptOptions()))
    },
    spinner() {
      // On a terminal without a width, ora would draw forever.
      const drawable = stderr().isTTY && stderr().columns > 0
      return drawable ? spinner(stderr(), !env.NO_COLOR && env.TERM !== 'dumb') : Promise.resolve(null)
    },
    async screen(events) {
      if (!stdout().isTTY || !(stdout().columns > 0) || env.TERM === 'dumb') return null
      const { openScreen } = await import('./screen.js')
      return openScreen({ stdin: streams.stdin, stdout: stdout() }, events, { signal, interrupt })
    },
    closed: closed.signal,
    async lost() {
      // A stream tells of its error some turns after the write.
      if (isUsed && !closed.signal.aborted) await arrived(stdout())
      return lost
    },
  }
}

function withErrorHandler(
  stream: NodeJS.WriteStream,
  onError: (error: NodeJS.ErrnoException) => void,
): NodeJS.WriteStream {
  if (!stream.listeners('error').includes(onError)) stream.on('error', onError)
  return stream
}

/** Errors of a closed pipe, stream or terminal. */
const READER_GONE = ['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO']

function arrived(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => setImmediate(resolve))
  })
}

function lossOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOSPC' ? 'the disk is full' : (code ?? message)
}

/** Words for people that cannot be written take nothing away from the result. */
function ignore(): void {}

/** Translates Ctrl-C, or the end of the program, during a question. */
async function orInterrupted<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    if (!(cause instanceof Error) || !/^(Exit|Abort)PromptError$/.test(cause.name)) throw cause
    throw new ApigwCacheError('interrupted', 'interrupted', 'interrupted: nothing was changed', { cause })
  }
}

async function spinner(stream: NodeJS.WriteStream, coloured: boolean): Promise<Spinner> {
  const { default: ora } = await import('ora')
  let text = () => ''
  const color = coloured ? 'cyan' : false
  const shown = ora({ stream, color, discardStdin: false, suffixText: () => text() })
  return {
    show(next) {
      text = next
      if (!shown.isSpinning) shown.start(' ')
    },
    stop() {
      shown.stop()
    },
  }
}

function traits(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): StreamTraits {
  const asked = Number(env.COLUMNS)
  return {
    isTTY: stream.isTTY === true,
    columns: asked > 0 ? asked : (stream.columns ?? DEFAULT_COLUMNS),
    colors: stream.isTTY ? level(stream.getColorDepth?.() ?? 1) : 0,
  }
}

function level(depth: number): StreamTraits['colors'] {
  if (depth >= 24) return 3
  if (depth >= 8) return 2
  return depth >= 4 ? 1 : 0
}
