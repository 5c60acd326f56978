import type { Candidate } from '../../answer/freshness.js'
import type { Observation } from '../../answer/observation.js'
import type { ProbingDoors } from '../doors.js'
import type { Evidence } from '../evidence.js'
import type { Check, Verdict } from '../report.js'
import type { VerifyRequest } from '../request.js'
import type { Subject } from '../subject.js'

/**
 * One way to show whether a cache answers, and which one. Everything that is known of it stands in its own file:
 * what it is asked for with, what it sends, how its evidence is taken and weighed, and what is told of it.
 *
 * `Options` is what `verify` takes for it, `Taken` its evidence for one URL, `Weighed` what that evidence says.
 */
export interface Proof<
  Id extends string = string,
  Options extends object = object,
  Taken = unknown,
  Weighed = unknown,
> {
  readonly id: Id
  /** The id of its checks in a report. */
  readonly checkId: string
  readonly input: Input<NameIn<Options>>
  /** One that shows nothing is a no then, as one that failed is for every proof that was asked for. */
  readonly decisive?: boolean
  /** It can tell the stage's own cache from others. */
  readonly tellsLayer?: boolean
  /** It loses every entry of the stage, about which somebody is asked. */
  readonly flushes?: boolean
  /** At most, and in turn. What is sent for the variants is counted with the probes. */
  sends(options: Options, request: Sized): readonly Sending[]
  requires(options: Options): readonly Need[]
  readonly take: Take<Taken>
  /** Null where it says nothing. PURE. */
  weigh(taken: Taken, evidence: Evidence): Weighed | null
  /** PURE. */
  check(weighed: Weighed, taken: Taken, evidence: Evidence): readonly Omit<Check, 'id'>[]
  /** Null where it adds nothing to the verdict. PURE. */
  because(weighed: Weighed): Finding | null
  /** The answers that it took, as they are listed with the probes. PURE. */
  rows(taken: Taken): readonly Row[]
}

/** Of any proof it may be any name. */
type NameIn<Options> = [keyof Options] extends [never] ? string : Extract<keyof Options, string>

/** The option that asks for a proof: `name` is the library's; the command line spells it as a flag. */
export type Input<Name extends string = string> = {
  readonly name: Name
  /** For the command line's help; `{sign}` stands for another option. */
  readonly summary: string
} & (
  | { readonly kind: 'switch' }
  /** Several texts, or the headers of several callers; `value` stands for one of them. */
  | { readonly kind: 'texts' | 'headers'; readonly value: string }
  /** One of a few, always given. */
  | {
      readonly kind: 'choice'
      readonly value: string
      readonly choices: readonly string[]
      readonly preset: string
    }
)

type Sized = Pick<VerifyRequest, 'samples' | 'method' | 'testInvoke' | 'sign'>

/** `plain` is the request itself; `invalidating` adds `Cache-Control: max-age=0` to it, unsigned where not said. */
export type Sending = 'plain' | 'invalidating' | 'signed-invalidating' | 'test-invoke' | 'flush'

/** The same so many times. */
export function times(count: number, sending: Sending): readonly Sending[] {
  return Array.from({ length: count }, () => sending)
}

/** Has to be known of each URL, or else the proof is refused before anything is sent. */
export type Need = 'test-invoke' | 'stage' | 'ttl'

/** A proof reaches the world only through the doors that it is handed. */
export type Take<Taken> =
  /** With the probes, which ask for other values in turn: `Evidence.others`. */
  | { readonly with: 'probes' }
  /** URL by URL; null where there was nothing to take. */
  | { readonly each: (doors: TakingDoors, subject: Subject) => Promise<Taken | null> }
  /** Once for all URLs, because it empties the cache or takes minutes. */
  | {
      /** Before the first probe. */
      readonly before?: (doors: TakingDoors) => Promise<void>
      readonly once: (doors: TakingDoors, subjects: readonly Subject[]) => Promise<ReadonlyMap<Subject, Taken>>
    }

export interface Finding {
  /** `another`: what answers is another cache than the stage's. Null where it tells only that some cache does. */
  readonly layer: 'stage' | 'another' | null
  /** Follows the reason of the verdict, whatever gave that. */
  readonly clause: string | null
  /** For where the probes alone tell too little. */
  readonly verdict: Proven | null
}

export interface Proven {
  readonly verdict: Exclude<Verdict, 'inconclusive'>
  /** The strongest first: a new answer took the place of the old one; one was older; hits were counted. */
  readonly by: 'replaced' | 'older' | 'counted'
  readonly reason: string
  /** The value that showed it. */
  readonly fresh: Candidate | null
  /** No single value showed it, but the body as a whole. */
  readonly wholeBody: boolean
}

export interface TakingDoors extends ProbingDoors {
  /** On what has been taken so far. */
  readonly verdictOn: (subject: Subject) => Verdict
}

export interface Row {
  /** The phase of the run that it belongs to, whose answers are compared with each other. */
  readonly group: string
  /** Names what was special about the request; null where nothing was. */
  readonly label: string | null
  readonly answer: Observation
}

/** Taken without anybody asking for it, where it has something to tell. */
export function isAutomatic({ input }: Pick<Proof, 'input'>): boolean {
  return input.kind === 'choice'
}

/** Somebody named it: one that fails is a no, whatever the verdict is. */
export function isAskedFor(proof: Pick<Proof, 'input'>, options: object): boolean {
  return !isAutomatic(proof) && isAsked(proof, options)
}

export function isAsked(proof: Pick<Proof, 'input'>, options: object): boolean {
  const given: unknown = Reflect.get(options, proof.input.name)
  return Array.isArray(given) ? given.length > 0 : isAutomatic(proof) || given === true
}
