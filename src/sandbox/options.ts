import type { QuotaMode } from './control/limits/quota.js'
import { messageOf, throwBugs } from './http/errors.js'
import type { IamMode } from './iam/identity.js'
import type { Seed } from './seed/seed.js'
import type { SandboxBug } from './server/bug.js'
import type { SandboxTemplate } from './template/template.js'
import type { AuthorizerHandler } from './world/authorizers/handler.js'
import type { Clock } from './world/clock.js'
import type { Faults } from './world/faults.js'
import type { Knobs } from './world/knobs.js'
import type { Handler } from './world/lambda.js'

export interface SandboxOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number
  /** Address to listen on; `127.0.0.1` where left out. */
  readonly host?: string
  /**
   * Names besides those of loopback and AWS under which it is asked, such as a container's; what is below them is
   * meant too. A request for any other name is refused: a web page could have made it (DNS rebinding).
   */
  readonly allowHosts?: readonly string[]
  /**
   * All time in the sandbox comes from here; the system's clock where left out. `sleep` has to stay pending
   * until `now` has moved on by that much: time-outs and delays sleep, so one that resolves at once ends every
   * HTTP integration in a time-out before its backend can answer.
   */
  readonly clock?: Clock
  /** Uniform in [0, 1): ids, canary traffic, miss rate. Takes the place of `randomSeed`. */
  readonly random?: () => number
  /** The same seed gives the same ids, chances and history; unpredictable where left out. */
  readonly randomSeed?: number
  /**
   * The state at the start and after a reset; `demo` where left out. `traffic` has several APIs and two weeks of
   * metrics, `fleet:600` so many APIs over three accounts and two regions, and `fleet` sixty.
   */
  readonly seed?: 'demo' | 'empty' | 'traffic' | 'fleet' | `fleet:${number}` | Seed
  /**
   * The text of an OpenAPI 3 or Swagger 2 document, JSON or YAML, perhaps with API Gateway's extensions: one more
   * API, deployed to a stage `prod`. Without a `seed` it is the only one.
   */
  readonly openApi?: string
  /**
   * A CloudFormation or SAM template, JSON or YAML, as CDK, Serverless and SAM give it: its REST APIs with stages, caches
   * and settings, as they are once it is deployed. Without a `seed` they are the only ones.
   */
  readonly template?: string | SandboxTemplate
  /**
   * The path of a JSON file that keeps APIs, stages, settings and clusters over restarts, but no cached entries and
   * no metrics. It is read where it exists, in the place of `seed`, `openApi` and `template`, and written on every change.
   */
  readonly stateFile?: string
  /** Made-up metrics of so many days (0 to 63) before the start; those of the seed where left out. */
  readonly history?: { readonly days: number }
  /** How long a cluster is created or deleted, in milliseconds; 4,000 (about four minutes on AWS). */
  readonly clusterTimeMs?: number
  /** How long a flush lasts, in milliseconds; 2,000. */
  readonly flushTimeMs?: number
  /** How long CloudWatch takes to show a request, in milliseconds; 0. */
  readonly metricsDelayMs?: number
  /** Control-plane throttling: none, the quotas of an AWS account, or requests a second; `off`. */
  readonly quota?: QuotaMode
  /** `enforce` checks signatures and the policies of the seed's identities; `off` where left out. */
  readonly iam?: IamMode
  /** The largest page of a collection, whatever `limit` a request asks for: a small one exercises paging. 500. */
  readonly pageSize?: number
  /** Choices where AWS's behaviour is not known; each is explained in BEHAVIOUR.md. */
  readonly knobs?: Partial<Knobs>
  /** Faults that are on from the start and after a reset. */
  readonly faults?: Partial<Faults>
  /**
   * Functions by the name in a Lambda ARN, beside those of the demo: for AWS_PROXY and AWS integrations, and for
   * authorizers whose `authorizerUri` names them.
   */
  readonly handlers?: Readonly<Record<string, Handler>>
  /** Functions that only authorizers call, by the same names, in the place of those among `handlers`. */
  readonly authorizers?: Readonly<Record<string, AuthorizerHandler>>
  /**
   * Is given a line for each request to a stage that exists, without its line break: in the format of the stage's
   * access log, or else as JSON whose fields BEHAVIOUR.md lists.
   */
  readonly accessLog?: (line: string) => void
  /**
   * Is given a line for each answer of a function that API Gateway refuses: the function and the wrong field, and
   * nothing of what is in it.
   */
  readonly onRefusedAnswer?: (line: string) => void
  /**
   * Is told of each of the sandbox's own bugs, which the caller sees as a 500 `InternalFailure`. They are told on
   * stderr where this is left out.
   */
  readonly onBug?: (bug: SandboxBug) => void
  /** Twelve digits; `000000000000` where left out. */
  readonly accountId?: string
  /** `us-east-1` where left out. */
  readonly region?: string
}

/** A seed, document, template or state file is wrong; the message says where and why. */
export class SandboxInputError extends Error {
  constructor(
    readonly option: 'seed' | 'openApi' | 'template' | 'stateFile',
    cause: unknown,
  ) {
    super(messageOf(cause), { cause })
  }
}

export function checkedInput<T>(option: SandboxInputError['option'], work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throwBugs(cause)
    throw new SandboxInputError(option, cause)
  }
}
