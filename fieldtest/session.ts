import { countDenials } from './denials.js'
import { LANES } from './observations/list.js'
import { chosen, type Result, runSuite } from './suite.js'
import type { Target } from './targets/target.js'
import { awsPace, NO_PACE } from './wire/pace.js'
import { openDoor } from './wire/send.js'
import { NotListed, removeAll, TAG, tagged } from './world/cleanup.js'
import { type ClientOptions, type Clients, createClients } from './world/clients.js'
import { type Ledger, type Leftover, openLedger } from './world/ledger.js'
import { SERVED_NAME } from './world/served.js'
import { isAbort } from './world/together.js'
import { createWorld } from './world/world.js'

export interface SessionOptions {
  /** Statements, unknowns or knobs; all where empty. */
  readonly only?: readonly string[]
  /** Only remove what earlier runs have left. */
  readonly remove?: boolean
  /** Ends the asking; what was made is removed. */
  readonly signal?: AbortSignal
  /** Ends the removing too. */
  readonly abandon?: AbortSignal
  readonly told?: (result: Result) => void
  readonly say?: (line: string) => void
}

export interface Session extends Asked {
  /** What is known to be there still. */
  readonly left: readonly Leftover[]
  readonly interrupted: boolean
  readonly startedAt: number
  readonly endedAt: number
}

interface Asked {
  /** In the order of the list, whenever they came. */
  readonly results: readonly Result[]
  /** What the account did not let the run do. */
  readonly denied: readonly string[]
  /** Why nothing more could be asked. */
  readonly stopped: string | null
}

type Base = Pick<ClientOptions, 'target' | 'send' | 'pace'>

const ORDER = LANES.flatMap(({ observations }) => observations)
const STOPPED = 'nothing more can be asked: removing what was made'
const INTERRUPTED = 'interrupted: removing what was made, which can take two minutes; to leave it, interrupt again'
const NOTHING: Asked = { results: [], denied: [], stopped: null }

/** One run from its first call to the removal of what it has made, which happens however it ends. */
export async function fieldtest(target: Target, options: SessionOptions = {}): Promise<Session> {
  const { remove = false, signal, abandon, say = () => undefined } = options
  const door = openDoor()
  const startedAt = target.clock.now()
  const ledger = openLedger()
  const base: Base = { target, send: door.send, pace: target.paced ? awsPace(target.clock) : NO_PACE }
  const clear = async (until?: AbortSignal) => {
    const clients = createClients({ ...base, signal: until, seen: ledger.seen })
    return cleared(clients, ledger, say)
  }
  let asked = NOTHING
  let left: readonly Leftover[] = []
  try {
    left = found(await clear(signal))
    if (!remove && signal?.aborted !== true) {
      try {
        asked = await ask(base, options, ledger)
      } finally {
        // It goes on where the run itself was interrupted.
        left = (await clear(abandon)).left
      }
    }
  } finally {
    door.close()
  }
  return { ...asked, left, interrupted: signal?.aborted === true, startedAt, endedAt: target.clock.now() }
}

/** Where credentials may not list what a run makes, nothing is made that could not be found again. */
function found({ left, problem }: Cleared): readonly Leftover[] {
  if (problem instanceof NotListed && problem.status === 403) throw problem
  return left
}

async function ask(base: Base, options: SessionOptions, ledger: Ledger): Promise<Asked> {
  const { only = [], signal, told = () => undefined, say = () => undefined } = options
  const { target } = base
  const results: Result[] = []
  const hopeless = new AbortController()
  const ends = AbortSignal.any([hopeless.signal, ...(signal ? [signal] : [])])
  const stop = (why: string) => hopeless.abort(new DOMException(why, 'AbortError'))
  const denials = countDenials((said) => stop(`these credentials are refused: ${said}`))
  const seen: Ledger['seen'] = (line, answer) => {
    ledger.seen(line, answer)
    denials.seen(line, answer)
  }
  const clients = createClients({ ...base, signal: ends, seen })
  const selection = chosen(only)
  const needs = selection
    .flatMap(({ observations }) => observations.flatMap((own) => own.needs ?? []))
    // A method without its backend would have no integration, and nothing could be deployed.
    .filter(({ backend }) => !backend || target.backend !== undefined)
  const tags = { [TAG]: new Date(target.clock.now()).toISOString() }
  try {
    const world = createWorld({ target, clients, needs, account: await accountOf(clients), tags, signal: ends })
    await runSuite(world, selection, {
      told: (result) => {
        results.push(result)
        told(result)
      },
      retire: () => retired(clients, say),
      crashed: (error) => stop(stackOf(error)),
    })
  } catch (error) {
    if (!isAbort(error)) stop(stackOf(error))
    say(hopeless.signal.aborted ? STOPPED : INTERRUPTED)
  }
  return {
    results: results.sort((a, b) => ORDER.indexOf(a.observation) - ORDER.indexOf(b.observation)),
    denied: denials.lines(),
    stopped: hopeless.signal.aborted ? String(hopeless.signal.reason.message) : null,
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** What only lanes have needed that are done; what cannot be removed now is tried again at the end. */
async function retired({ control }: Clients, say: (line: string) => void): Promise<void> {
  try {
    const found = await tagged(control)
    const unused = found.filter(({ name }) => name !== SERVED_NAME)
    await removeAll(control, unused, say)
  } catch (error) {
    if (isAbort(error)) throw error
  }
}

interface Cleared {
  readonly left: readonly Leftover[]
  readonly problem?: unknown
}

/** Removes what a run has made, this one or an earlier one; what is left is what nobody could remove. */
async function cleared(
  { control }: Pick<Clients, 'control'>,
  ledger: Ledger,
  say: (line: string) => void,
): Promise<Cleared> {
  const problems: unknown[] = []
  const tried = async (work: () => Promise<void>) => {
    if (problems.some(isAbort)) return
    try {
      await work()
    } catch (error) {
      problems.push(error)
      if (!isAbort(error)) say(error instanceof Error ? error.message : String(error))
    }
  }
  const find = async () => ledger.add(await tagged(control))
  await tried(find)
  // What cannot be listed any more is known from when it was made.
  const known = ledger.known()
  await tried(() => removeAll(control, known, say))
  if (known.length > 0 && problems.length === 0) await tried(find)
  return { left: ledger.known(), problem: problems[0] }
}

async function accountOf({ form }: Pick<Clients, 'form'>): Promise<string> {
  const { text } = await form('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' })
  return /<Account>(\d{12})<\/Account>/.exec(text)?.[1] ?? ''
}
