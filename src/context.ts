import type { Connection } from './core/aws/connection.js'
import type { Clock } from './core/base/clock.js'
import type { Http } from './core/base/http.js'
import type { Spelling } from './core/base/spelling.js'
import type { ConnectOptions } from './io/aws/connection.js'

export type Env = Readonly<Record<string, string | undefined>>

/** What a stream can show. `colors` is chalk's level: 0 none, 1 basic, 2 256, 3 true colour. */
export interface StreamTraits {
  readonly isTTY: boolean
  readonly columns: number
  readonly colors: 0 | 1 | 2 | 3
}

export interface Choice<T> {
  readonly name: string
  readonly value: T
}

export interface Spinner {
  /** `text` is asked again for every frame, so that elapsed time moves. */
  show(text: () => string): void
  stop(): void
}

/** A terminal as a whole, drawn again and again. */
export interface Screen {
  readonly size: () => { readonly columns: number; readonly rows: number }
  /** Shows these lines instead of those before; what does not fit is cut off. */
  draw(text: string): void
  /** Gives the terminal back as it was. */
  close(): void
}

export interface ScreenEvents {
  readonly onKey: (key: string) => void
  readonly onResize: () => void
}

export interface Io {
  readonly stdout: StreamTraits
  readonly stderr: StreamTraits
  /** Whether somebody is there to answer a question. */
  readonly interactive: boolean
  /** Result text; ends with a newline. */
  out(text: string): void
  /** A line for people. */
  err(line: string): void
  confirm(question: string): Promise<boolean>
  select<T>(question: string, choices: readonly Choice<T>[]): Promise<T>
  /** Null where stderr is not a terminal. */
  spinner(): Promise<Spinner | null>
  /** Takes the terminal of stdout over; null where it is none that can be drawn on. */
  screen(events: ScreenEvents): Promise<Screen | null>
  /** Aborted when nobody reads stdout any more. */
  readonly closed: AbortSignal
  /** Why what was written so far has not all arrived; null if it has, or if nobody wants to read it. */
  lost(): Promise<string | null>
}

/** Everything that touches the world, built once and handed to every command. */
export interface Context {
  readonly io: Io
  readonly env: Env
  readonly cwd: string
  /** The words with which this program was started: `apigw-cache`, or `node` and a path. */
  readonly startedAs: readonly string[]
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly http: Http
  connect(options: ConnectOptions, env: Env): Promise<Connection>
  /** Null where there is no such file. Of the `regular` ones a pipe or a device is none, which may have no end. */
  readFile(path: string, wanted?: 'regular'): Promise<string | null>
  /** Names of the files in a folder, sorted; null where there is no such folder. */
  readFolder(path: string): Promise<readonly string[] | null>
  /**
   * Takes a lock of this machine until the returned function is called. Errors: `failure` that names who has it.
   */
  lock(name: string): Promise<() => Promise<void>>
  /** Makes or replaces a file. */
  writeFile(path: string, text: string): Promise<void>
  /** Refuses a file that could not be written, before there is anything to write. */
  checkWritable(path: string): Promise<void>
  /** Adds to the end of a file, which is made where there is none. */
  appendFile(path: string, text: string): Promise<void>
  /** Loads a JavaScript module, and TypeScript where this Node runs it. */
  importModule(path: string): Promise<unknown>
  /** Opens a file with the program that the system has for it. */
  openFile(path: string): Promise<void>
  /** All of stdin. */
  readInput(): Promise<string>
  /** For a verb whose result is a no, or that passes on another program's code. */
  setExitCode(code: number): void
  /** Keeps a value out of everything that is written for people. */
  hide(secret: string): void
  /** How the errors name commands. */
  spellErrorsWith(spelling: Spelling): void
  /** The format of the result, in which errors are told too. */
  tellErrorsIn(format: string): void
  /** Runs another verb of this program, with another environment or other files where they are given. */
  run(argv: readonly string[], other?: Partial<Pick<Context, 'env' | 'readFile'>>): Promise<number>
  /** Runs a program on this terminal and gives its exit code. */
  runCommand(command: readonly string[], env: Env): Promise<number>
  /** For a verb that goes through thousands of things and keeps none: what is dead is collected soon. */
  spareMemory(): Promise<void>
}
