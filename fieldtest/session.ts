import { chosen, type Result, runSuite } from './suite.js'
import type { Target } from './targets/target.js'
import { openDoor } from './wire/send.js'
import { type Leftover, removeTagged, TAG } from './world/cleanup.js'
import { type Clients, createClients } from './world/clients.js'
import { createWorld } from './world/world.js'

export interface SessionOptions {
  /** Statements, unknowns or knobs; all where empty. */
  readonly only?: readonly string[]
  /** Only remove what earlier runs have left. */
  readonly remove?: boolean
  readonly signal?: AbortSignal
  readonly told?: (result: Result) => void
  readonly say?: (line: string) => void
}

export interface Session {
  readonly results: readonly Result[]
  /** What could not be removed. */
  readonly left: readonly Leftover[]
  readonly interrupted: boolean
  readonly startedAt: number
  readonly endedAt: number
}

/** One run from its first call to the removal of what it has made, which happens however it ends. */
export async function fieldtest(target: Target, options: SessionOptions = {}): Promise<Session> {
  const { only = [], remove = false, signal, told = () => undefined, say = () => undefined } = options
  const door = openDoor()
  const startedAt = target.clock.now()
  const results: Result[] = []
  // It goes on where the run itself was interrupted.
  const remover = createClients(target, door.send)
  const removing = () => cleared(remover, say)
  let left = await removing()
  try {
    if (!remove) {
      await ask(target, createClients(target, door.send, signal), only, signal, (result) => {
        results.push(result)
        told(result)
      })
    }
  } catch (error) {
    if (!signal?.aborted) throw error
    say('interrupted: removing what was made; to leave it, interrupt again')
  } finally {
    if (!remove) left = await removing()
    door.close()
  }
  for (const { name, path } of left) say(`${name} (${path}) is left: --remove tries again`)
  return { results, left, interrupted: signal?.aborted === true, startedAt, endedAt: target.clock.now() }
}

async function ask(
  target: Target,
  clients: Clients,
  only: readonly string[],
  signal: AbortSignal | undefined,
  told: (result: Result) => void,
): Promise<void> {
  const selection = chosen(only)
  const needs = selection
    .flatMap(({ observations }) => observations.flatMap((own) => own.needs ?? []))
    // A method without its backend would have no integration, and nothing could be deployed.
    .filter(({ backend }) => !backend || target.backend !== undefined)
  const tags = { [TAG]: new Date(target.clock.now()).toISOString() }
  const account = await accountOf(clients)
  await runSuite(createWorld({ target, clients, needs, account, tags, signal }), selection, told)
}

/** A server that cannot list what it has cannot be cleared either; the report shows that it cannot. */
async function cleared(
  { control }: Pick<Clients, 'control'>,
  say: (line: string) => void,
): Promise<readonly Leftover[]> {
  try {
    return await removeTagged(control, say)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return []
  }
}

async function accountOf({ form }: Pick<Clients, 'form'>): Promise<string> {
  const { text } = await form('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' })
  return /<Account>(\d{12})<\/Account>/.exec(text)?.[1] ?? ''
}
