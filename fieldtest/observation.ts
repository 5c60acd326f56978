import type { Json } from './wire/answer.js'
import type { World } from './world/world.js'

/** A method that an observation calls, as it has to be before the API is deployed. */
export interface MethodNeed {
  /** The integration's cache key parameters; those of the method are declared with them. */
  readonly keys?: readonly string[]
  /** Declared beside the keys. */
  readonly parameters?: readonly string[]
  /** From `integration.request.…` to what is mapped to it. */
  readonly mapped?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly authorization?: 'NONE' | 'AWS_IAM'
  readonly apiKeyRequired?: boolean
  /** What the answer says, in the language of mapping templates, also by type; a fresh request id where left out. */
  readonly says?: string | Readonly<Record<string, string>>
  readonly status?: number
  /** Headers of the answer, with their literal or mapped values. */
  readonly headers?: Readonly<Record<string, string>>
  /** In the place of a MOCK integration. */
  readonly backend?: BackendNeed
}

interface BackendNeed {
  readonly type: 'HTTP' | 'HTTP_PROXY'
  /** Of the target's backend, or a whole URL. */
  readonly path: string
  readonly verb?: 'GET' | 'POST'
  readonly timeoutMs?: number
}

/** `bare` has no cluster, `canary` one that is asked for later. */
export const STAGE_NAMES = ['bare', 'main', 'flushed', 'resized', 'removed', 'canary'] as const
export type StageName = (typeof STAGE_NAMES)[number]

export interface Needs {
  /** By verb and path: `GET /pets/{id}`. */
  readonly methods?: Readonly<Record<string, MethodNeed>>
  /** Patched into the stage `main` once its cluster is there: from the path of the patch to its value. */
  readonly settings?: Readonly<Record<string, string>>
  readonly stages?: readonly StageName[]
  /** Needs a backend that the target can reach. */
  readonly backend?: true
}

/** A question whose answer nobody outside AWS knows. */
export interface Unknown {
  /** Its row of the table of unknowns, where it has one. */
  readonly row?: string
  /** The knob of the sandbox that changes the answer. */
  readonly knob?: string
}

/** One statement of BEHAVIOUR.md, asked of a server from outside. */
export interface Observation {
  readonly statement: string
  /** What is looked at, in a few words. */
  readonly about: string
  readonly unknown?: Unknown
  readonly needs?: Needs
  /** What the statement makes one expect. */
  readonly expected: Json
  readonly ask: (world: World) => Promise<Json>
}
