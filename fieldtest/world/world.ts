import type { Needs, StageName } from '../observation.js'
import type { Target } from '../targets/target.js'
import { type Answer, type Json, outcome } from '../wire/answer.js'
import type { Clients, InvokeOptions } from './clients.js'
import { type Changes, type Creation, clustersIn } from './clusters.js'
import { watching } from './history.js'
import { type Scratch, scratchIn } from './scratch.js'
import { type Served, servedIn } from './served.js'
import { type Requests, sharing } from './sharing.js'

/** Everything that observations ask with. What they share is made when the first of them needs it. */
export interface World extends Clients {
  readonly target: Target
  /** What a refusal or a success looked like, with the account's number left out. */
  readonly outcome: (answer: Answer) => string
  readonly scratch: Scratch
  /** The served API as soon as there is one, and once every method of it can be called. */
  readonly begun: () => Promise<Served>
  readonly served: () => Promise<Served>
  /** Asks a stage of the served API: `GET /path?query`. */
  readonly call: (line: string, options?: CallOptions) => Promise<Answer>
  /** Which of the requests share an entry: `a b | c | d not stored`. */
  readonly sharing: (requests: Requests, options?: CallOptions) => Promise<string>
  /** What the clusters' statuses were since they were asked for. */
  readonly creation: () => Promise<Creation>
  /** Until `main` caches every method, with the settings that are needed. */
  readonly clusters: () => Promise<void>
  /** Until `canary` has a cluster too. */
  readonly canary: () => Promise<void>
  /** A flush, a resize and a removal, from their beginning to their end. */
  readonly changes: () => Promise<Changes>
  /** Until a change of a stage is served everywhere. */
  readonly settle: () => Promise<void>
  readonly sleep: (ms: number) => Promise<void>
  /** The tags that everything created has to bear. */
  readonly tags: Readonly<Record<string, string>>
}

export interface CallOptions extends InvokeOptions {
  readonly stage?: StageName
}

export interface WorldOptions {
  readonly target: Target
  readonly clients: Clients
  readonly needs: readonly Needs[]
  readonly account: string
  readonly tags: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

export function createWorld({ target: base, clients, needs, account, tags, signal }: WorldOptions): World {
  const sleep = (ms: number) => base.clock.sleep(ms, signal)
  const target = { ...base, clock: { ...base.clock, sleep } }
  const say = (answer: Answer) => outcome(answer).replaceAll(account || '\u0000', '{account}')
  const watch = watching({ control: clients.control, sleep, target })
  const parts = { clients, needs, tags, target }
  const clusters = clustersIn({ ...parts, watch, outcome: say, api: () => api })
  const api = servedIn(parts, async () => {
    if (clusters.any) await clusters.asked()
  })
  const call: World['call'] = async (line, { stage = 'main', ...options } = {}) => {
    const { id } = await api.served()
    const [method = '', path = ''] = line.split(' ')
    return clients.invoke(id, `${method} /${stage}${path}`, options)
  }
  return {
    ...clients,
    target,
    outcome: say,
    scratch: scratchIn(clients.control, tags),
    begun: api.begun,
    served: api.served,
    call,
    sharing: (requests, options) => sharing(call, requests, options),
    creation: clusters.creation,
    clusters: clusters.clusters,
    canary: clusters.canary,
    changes: clusters.changes,
    settle: () => sleep(target.settleMs),
    sleep,
    tags,
  }
}

/** Runs once, however often it is asked for; a failure is told to everybody. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The value, or an error that says what was answered in its place. */
export function must(answer: Answer, what: string): Answer {
  if (answer.status < 300) return answer
  throw new Error(`${what} was answered with ${outcome(answer)}`)
}

export function text(value: Json | undefined, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`${what} is missing from the answer`)
}
