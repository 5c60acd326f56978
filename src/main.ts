import { run, type Surroundings } from './cli.js'
import { systemClock } from './core/base/clock.js'
import type { Http } from './core/base/http.js'
import { terminal } from './io/terminal/terminal.js'

const interrupt = new AbortController()
let received: NodeJS.Signals = 'SIGINT'
const end = (signal: NodeJS.Signals) => {
  // The second one means now, whichever it is.
  if (interrupt.signal.aborted) process.exit(130)
  received = signal
  interrupt.abort()
}
// The terminal that hangs up may be one that is still there: it gets its screen back.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)

// What nobody has caught is told like any other bug, and nothing goes on after it.
let isCrashed = false
let crash: (error: unknown) => void = () => {}
const crashed = new Promise<never>((_, reject) => {
  crash = (error) => {
    isCrashed = true
    reject(error)
    interrupt.abort()
  }
})
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (error) => crash(error))

// Network, files and processes are loaded when they are used: help needs none of them.
let door: Http | undefined
const http: Http = async (request) => {
  const { createHttp } = await import('./io/network/http.js')
  door ??= createHttp(systemClock, () => performance.now(), process.env)
  return door(request)
}
// A link on the path has no ending; a clone may have none yet.
const startedAs = (script: string, folder: string) =>
  script.endsWith('.js') ? ['node', script.replace(`${folder}/`, '')] : ['apigw-cache']

// Modules of the user run in this process. They get stderr for stdout, which has the result and nothing else, and what
// they have begun ends with the program.
let hasGuests = false
const ownStdout = Object.getOwnPropertyDescriptor(process, 'stdout')?.get ?? (() => process.stdout)
const streams = {
  get stdin() {
    return process.stdin
  },
  get stdout() {
    return ownStdout()
  },
  get stderr() {
    return process.stderr
  },
}

const surroundings = {
  env: process.env,
  clock: systemClock,
  random: Math.random,
  signal: interrupt.signal,
  http,
}
const context: Surroundings = {
  ...surroundings,
  crashed,
  io: terminal(streams, process.env, interrupt.signal, { interrupt: () => end('SIGINT') }),
  cwd: process.cwd(),
  startedAs: startedAs(process.argv[1] ?? '', process.cwd()),
  async connect(options, env) {
    const { openConnection } = await import('./io/aws/connection.js')
    return openConnection(options, { ...surroundings, env })
  },
  async readFile(path, wanted) {
    const { readTextFile } = await import('./io/files.js')
    return readTextFile(path, wanted)
  },
  async readFolder(path) {
    const files = await import('./io/files.js')
    return files.readFolder(path)
  },
  async lock(name) {
    const { takeLock } = await import('./io/lock.js')
    return takeLock(name)
  },
  async writeFile(path, text) {
    const { writeTextFile } = await import('./io/files.js')
    return writeTextFile(path, text)
  },
  async checkWritable(path) {
    const { checkWritable } = await import('./io/files.js')
    return checkWritable(path)
  },
  async appendFile(path, text) {
    const { appendTextFile } = await import('./io/files.js')
    return appendTextFile(path, text)
  },
  async importModule(path) {
    const { importModule } = await import('./io/programs.js')
    hasGuests = true
    return importModule(path, process)
  },
  async openFile(path) {
    const { openWithSystem } = await import('./io/programs.js')
    return openWithSystem(path)
  },
  async readInput() {
    const { readAll } = await import('./io/files.js')
    return readAll(process.stdin)
  },
  async runCommand(command, env) {
    const { runProgram } = await import('./io/programs.js')
    // A terminal sends Ctrl-C to every program that runs on it.
    const forward = () => (received === 'SIGINT' && process.stdin.isTTY ? null : received)
    return runProgram(command, env, interrupt.signal, forward)
  },
  async spareMemory() {
    const { setFlagsFromString } = await import('node:v8')
    // Of itself V8 lets the heap grow to four times what is alive before it looks for what is dead.
    setFlagsFromString('--heap-growing-percent=30')
  },
}

process.exitCode = await run(process.argv.slice(2), context)
if (isCrashed || hasGuests) process.exit()
