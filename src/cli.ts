import { Command, CommanderError } from 'commander'
import { argvOf } from './argv.js'
import type { Ending } from './commands/errors/sent.js'
import { EXIT } from './commands/exit.js'
import { globalOptions } from './commands/flags/common.js'
import { refuseOpposites } from './commands/flags/opposites.js'
import { commandSpelling, type Given } from './commands/session/spelling.js'
import { VERBS } from './commands/verbs.js'
import type { Context } from './context.js'
import type { WritesTold } from './core/aws/connection.js'
import { ApigwCacheError, rephrased } from './core/base/errors.js'
import type { HttpRequest } from './core/base/http.js'
import type { Spelling } from './core/base/spelling.js'
import { shownUrl } from './core/request/shown-url.js'
import { withAskedTime } from './io/terminal/asked-time.js'
import { outsideBuildLog } from './io/terminal/build-log.js'
import { guarded } from './io/terminal/guarded.js'
import { createHeld } from './io/terminal/held.js'
import { createSecrets, type Secrets } from './io/terminal/secrets.js'
import { renderError } from './render/error.js'

/** What `run` itself does not add. */
export interface Surroundings
  extends Omit<Context, 'setExitCode' | 'run' | 'hide' | 'tellErrorsIn' | 'spellErrorsWith'> {
  /** Rejected with what nobody has caught. */
  readonly crashed?: Promise<never>
}

const EXIT_BUG = 70
const LOST = 'result-lost'
/** What is under way when a bug shows has so long to end. */
const WIND_DOWN_MS = 3000

/** The program: reads the arguments (without node and script), does what they say, gives the exit code. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { globals, hoist } = argvOf(globalOptions(new Command()).options)
  const { verb, args } = hoist(argv, Object.keys(VERBS))
  let exitCode = 0
  let spelling: Spelling = commandSpelling({})
  const { output, debug, logged } = globals(argv)
  // Errors are told in the format of the result, also where the arguments cannot be read to the end.
  let format = output ?? surroundings.env.APIGW_CACHE_OUTPUT
  const safe = confidential(surroundings, createSecrets(surroundings.env))
  const held = createHeld(safe.io)
  const writes: WritesTold[] = []
  const requests: HttpRequest[] = []
  const context: Context = {
    ...telling({ ...safe, io: held.io }, logged, (request) => requests.push(request)),
    connect: (options, env) => safe.connect({ ...options, onWrites: (one) => writes.push(one) }, env),
    run: (words, other) => run(words, { ...surroundings, ...other }),
    setExitCode: (code) => {
      // A file that could not be written never takes the place of a verdict.
      if (exitCode === 0 || code !== EXIT.failure) exitCode = code
    },
    tellErrorsIn: (resolved) => {
      format = resolved
      // An error is one object on stderr, with nothing beside it; whoever watches sees all of it at once.
      if (resolved === 'json' && !logged && !safe.io.stderr.isTTY) held.hold()
    },
    spellErrorsWith: (chosen) => {
      spelling = chosen
    },
  }
  const program = createProgram(context)
  program.hook('preAction', (_, command) => context.spellErrorsWith(commandSpelling(givenBy(command.opts()))))
  const carriedOut = async (): Promise<number> => {
    for (const [name, { summary, load }] of Object.entries(VERBS)) {
      if (name === verb) {
        ;(await load())(program, context)
        nameOptions(program)
      } else program.command(name).description(summary)
    }
    refuseOpposites(program)
    if (argv.length === 0) {
      context.io.err(program.helpInformation())
      return EXIT.usage
    }
    // With an unknown verb there is no help to show: commander would show its own and call it a success.
    const unknown = verb === null && args[0]?.startsWith('-') === false
    await program.parseAsync(args.slice(0, unknown ? 1 : undefined), { from: 'user' }).catch(unlessShown)
    const lost = await surroundings.io.lost()
    if (lost !== null) throw new ApigwCacheError('failure', LOST, `the result could not be written: ${lost}`)
    held.release()
    return exitCode
  }
  const work = carriedOut()
  const bugs: unknown[] = []
  const { crashed = new Promise<never>(() => {}) } = surroundings
  crashed.catch((error: unknown) => bugs.push(error))
  try {
    return await Promise.race([work, crashed])
  } catch (error) {
    const isBug = bugs.includes(error)
    if (isBug) await Promise.race([work.catch(() => {}), surroundings.clock.sleep(WIND_DOWN_MS)])
    const { withSent } = await import('./commands/errors/sent.js')
    const isInterrupted = context.signal.aborted && !isBug && !(error instanceof CommanderError)
    const isLost = error instanceof ApigwCacheError && error.code === LOST
    // What was asked of a stage every other ending tells by itself.
    const sent = { writes, requests: isLost ? requests : [] }
    const { error: told, words } = withSent(error, sent, { spelling, isInterrupted })
    const warnings = held.takeWarnings()
    const command = program.commands.find((one) => one.name() === verb)
    const style = { json: isJson(format), debug, command, spelling, warnings, words }
    const code = await report(told, style, context)
    // A verdict keeps its code.
    return (isLost && exitCode) || code
  }
}

/** Several stages are not named by what is suggested; one is, also where there may be several. */
function givenBy(options: Readonly<Record<string, unknown>>): Given {
  const single = Object.entries(options).map(([name, value]) => [
    name,
    Array.isArray(value) && value.length === 1 ? value[0] : value,
  ])
  return Object.fromEntries(single.filter(([, value]) => typeof value === 'string'))
}

/** Commander ends with an error where it has shown its help. */
function unlessShown(error: unknown): void {
  if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error
}

function isJson(format: string | undefined): boolean {
  return format === 'json' || format === 'ndjson'
}

/** What is secret is hidden from everything for people, from the moment at which it is known. */
function confidential(
  surroundings: Surroundings,
  secrets: Secrets,
): Omit<Context, 'run' | 'setExitCode' | 'tellErrorsIn' | 'spellErrorsWith'> {
  const safe = guarded(outsideBuildLog(surroundings.io, surroundings.env), secrets)
  const { io, askedMs } = withAskedTime(safe, surroundings.clock)
  return {
    ...surroundings,
    io,
    hide: secrets.hide,
    connect: (options, env) => surroundings.connect({ ...options, askedMs, onSecret: secrets.hide }, env),
  }
}

/** With `--verbose` each request to a stage is a line, as those to AWS are. */
function telling<T extends Pick<Context, 'io' | 'http'>>(
  context: T,
  logged: boolean,
  onRequest: (request: HttpRequest) => void,
): T {
  const { io, http } = context
  return {
    ...context,
    http(request) {
      onRequest(request)
      if (logged) io.err(`> ${request.method} ${shownUrl(request.url)}`)
      return http(request)
    },
  }
}

function createProgram({ io }: Pick<Context, 'io'>): Command {
  return new Command('apigw-cache')
    .description('Caching in Amazon API Gateway: provision it, prove that it works, flush it, size it.')
    .usage('<verb> [arguments] [options]')
    .helpCommand(false)
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      // Commander's own error line is printed by report() like every other error.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      '\nhelp <verb> shows its options, help sandbox also its faults and knobs;\nhelp exit-codes and help environment are topics; --version shows the version.\n',
    )
}

interface ErrorStyle {
  readonly json: boolean
  readonly debug: boolean
  readonly command: Command | undefined
  readonly spelling: Spelling
  /** Of a bug. */
  readonly words: Ending['words']
  /** Said before the error, and kept for JSON. */
  readonly warnings: readonly string[]
}

async function report(error: unknown, style: ErrorStyle, { io }: Pick<Context, 'io'>): Promise<number> {
  if (error instanceof CommanderError) {
    const { commandLineError } = await import('./commands/errors/command-line.js')
    io.err(renderError(commandLineError(error, style.command), { ...style, room: io.stderr }))
    return EXIT.usage
  }
  if (error instanceof ApigwCacheError) {
    const { adviceOn } = await import('./commands/errors/advice.js')
    io.err(renderError(error, { ...style, room: io.stderr, ...adviceOn(error, style.spelling) }))
    return EXIT[error.kind]
  }
  io.err(renderError(error, { ...style, ...style.words }))
  return EXIT_BUG
}

/** Names the option in what its parser says of the value. */
function nameOptions(command: Command): void {
  for (const option of command.options) {
    const { parseArg, long } = option
    if (!parseArg || !long) continue
    option.parseArg = <T>(text: string, earlier: T) => {
      try {
        return parseArg(text, earlier)
      } catch (error) {
        if (!(error instanceof ApigwCacheError) || error.message.includes(long)) throw error
        throw rephrased(error, `${error.message} (${long})`)
      }
    }
  }
  for (const inner of command.commands) nameOptions(inner)
}
