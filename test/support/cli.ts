import { onTestFinished } from 'vitest'
import { run, type Surroundings } from '../../src/cli.js'
import type { Choice, Io, Screen, ScreenEvents, StreamTraits } from '../../src/context.js'
import { ApigwCacheError } from '../../src/core/base/errors.js'
import { openConnection } from '../../src/io/aws/connection.js'
import { createHttp } from '../../src/io/network/http.js'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { FakeClock } from './clock.js'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  /** What a terminal's user answers, in turn; without it nobody is there to ask. */
  readonly answers?: readonly boolean[]
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly files?: Readonly<Record<string, string>>
  /** What is written to files is put here, by path. */
  readonly written?: Map<string, string>
  /** Runs where the locks of this process are not seen. */
  readonly otherMachine?: boolean
  /** What is opened with the system's programs is put here. */
  readonly opened?: string[]
  /** What stdin has. */
  readonly stdin?: string
  /** Width of a terminal; without it both streams are pipes. */
  readonly columns?: number
  /** Runs before each answer is given. */
  readonly whileAsked?: () => void | Promise<void>
  /** Aborts, as Ctrl-C does, when this appears on stderr. */
  readonly interruptAt?: string
  /** What aborts the run, as Ctrl-C does. */
  readonly interrupt?: AbortController
  /** Rejected with what nobody catches. */
  readonly crashed?: Promise<never>
  /** After so many writes nobody reads stdout any more. */
  readonly readsLines?: number
  /** After so many writes the disk of stdout is full. */
  readonly fullAfter?: number
  /** The disk has no room for such a text of a file. */
  readonly isFull?: (text: string) => boolean
  /** Stands for a terminal that is drawn as a whole. */
  readonly screen?: (events: ScreenEvents) => Screen
}

export interface Bench {
  readonly sandbox: Sandbox
  readonly clock: FakeClock
  cli(command: string | readonly string[], options?: CliOptions): Promise<Ran>
  /** What reached the sandbox's control plane, CloudWatch and STS since the last look. */
  sent(): string[]
}

/** AWS's own durations: waits of minutes cost milliseconds here. */
const REAL_TIMES = { clusterTimeMs: 240_000, flushTimeMs: 120_000 }

/** The whole tool against a sandbox, in this process, on one fake clock. */
export async function withSandbox(
  options: SandboxOptions = {},
  begin: (options: SandboxOptions) => Promise<Sandbox> = startSandbox,
): Promise<Bench> {
  const clock = new FakeClock()
  const sandbox = await begin({
    ...REAL_TIMES,
    clock: clock.served,
    randomSeed: 1,
    // So that everything that reads a collection has to go on to the next page.
    pageSize: 4,
    ...options,
  })
  onTestFinished(() => sandbox.close())
  return {
    sandbox,
    clock,
    cli: (command, more) => runCli(command, clock, { AWS_ENDPOINT_URL: sandbox.url }, more),
    sent() {
      const entries = sandbox.requests().filter(({ service }) => service !== 'execute-api')
      sandbox.clearRequests()
      return entries.map(({ method, path, operation }) => (operation ? `${operation}` : `${method} ${path}`))
    },
  }
}

/** A quarter of an hour later: CloudWatch has minutes in which the stages were as they are. */
export async function withSettledSandbox(options: SandboxOptions = {}): Promise<Bench> {
  const bench = await withSandbox(options)
  bench.clock.advance(15 * 60_000)
  return bench
}

/** Of all runs of this process; names hold the port of their sandbox. */
const LOCKS = new Set<string>()

const ENV = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
}

/** Without a sandbox: for what must not reach one. */
export async function runCli(
  command: string | readonly string[],
  clock: FakeClock,
  endpoint: Readonly<Record<string, string>>,
  options: CliOptions = {},
): Promise<Ran> {
  const argv = typeof command === 'string' ? words(command) : command
  const out: string[] = []
  const err: string[] = []
  const { interrupt = new AbortController() } = options
  const code = await run(
    argv,
    surroundings(clock, { ...ENV, ...endpoint, ...options.env }, options, interrupt, { out, err }),
  )
  return { code, stdout: out.join(''), stderr: err.join('') }
}

function surroundings(
  clock: FakeClock,
  env: Readonly<Record<string, string | undefined>>,
  {
    answers,
    files = {},
    written,
    opened,
    otherMachine,
    stdin = '',
    columns,
    interruptAt,
    crashed,
    whileAsked,
    readsLines,
    fullAfter,
    isFull = () => false,
    screen,
  }: CliOptions,
  interrupt: AbortController,
  { out, err }: { readonly out: string[]; readonly err: string[] },
): Surroundings {
  const { signal } = interrupt
  const reader = new AbortController()
  const door = createHttp(clock)
  const http: Surroundings['http'] = (request) => clock.during(door(request))
  const remaining = [...(answers ?? [])]
  const traits: StreamTraits = { isTTY: columns !== undefined, columns: columns ?? 80, colors: 0 }
  const io: Io = {
    stdout: traits,
    stderr: traits,
    interactive: answers !== undefined,
    out: (text) => {
      out.push(text)
      if (readsLines !== undefined && out.length >= readsLines) reader.abort()
    },
    err: (line) => {
      err.push(`${line}\n`)
      if (interruptAt !== undefined && line.includes(interruptAt)) interrupt.abort()
    },
    confirm: async (question) => {
      const answer = remaining.shift()
      await whileAsked?.()
      if (answer === undefined) throw new Error(`nobody expected the question: ${question}`)
      err.push(`? ${question} ${answer ? 'yes' : 'no'}\n`)
      return answer
    },
    select: async <T>(question: string, choices: readonly Choice<T>[]) => {
      const [first] = choices
      if (!first) throw new Error('there is nothing to choose from')
      err.push(`? ${question} ${first.name}\n`)
      return first.value
    },
    spinner: async () => null,
    screen: async (events) => screen?.(events) ?? null,
    closed: reader.signal,
    lost: async () => (fullAfter !== undefined && out.length > fullAfter ? 'the disk is full' : null),
  }
  return {
    io,
    env,
    cwd: '/work-folder',
    startedAs: ['apigw-cache'],
    clock,
    random: () => 0.5,
    signal,
    ...(crashed === undefined ? {} : { crashed }),
    http,
    connect: (wanted, given) => openConnection(wanted, { env: given, clock, random: () => 0.5, http, signal }),
    readFile: async (path) => files[path] ?? null,
    readFolder: async (path) => {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`))
      return inside.length === 0
        ? null
        : inside.map((file) => file.slice(path.length + 1)).toSorted((a, b) => (a < b ? -1 : 1))
    },
    lock: async (name) => {
      if (otherMachine) return async () => {}
      if (LOCKS.has(name)) throw new ApigwCacheError('failure', 'locked', `another run is changing ${name}`)
      LOCKS.add(name)
      return async () => void LOCKS.delete(name)
    },
    writeFile: async (path, text) => void written?.set(path, text),
    checkWritable: async () => {},
    async appendFile(path, text) {
      if (isFull(text))
        throw new ApigwCacheError('usage', 'unwritable-file', `"${path}" cannot be written: the disk is full`)
      written?.set(path, (written.get(path) ?? files[path] ?? '') + text)
    },
    importModule: async (path) => Promise.reject(new Error(`no module ${path}`)),
    openFile: async (path) => void opened?.push(path),
    readInput: async () => stdin,
    runCommand: async () => 0,
    spareMemory: async () => {},
  }
}

/** Splits as a shell does, as far as tests need it: single and double quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
}
