import type { HeaderList } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import { parseQuery } from '../http/query.js'
import type { Method, Resource } from '../world/model.js'
import type { ServedDeployment } from './canary.js'

/** The ids of a call and its stage, as `$context` and a Lambda event's `requestContext` show them. */
export interface CallContext {
  readonly accountId: string
  readonly apiId: string
  readonly stage: string
  readonly requestId: string
  readonly extendedRequestId: string
  readonly requestTimeMs: number
  /** Of the base path mapping of a custom domain name, with a slash, or empty; null for the API's own address. */
  readonly basePath: string | null
  /** Whether CloudFront is in front of the API. */
  readonly edge: boolean
}

/** The caller as the gateway knows it; empty on methods without authorisation. */
export interface Caller {
  /** From the authorizer: `principalId` and its context, or the claims of a user pool. */
  readonly authorizer?: Readonly<Record<string, unknown>>
  readonly accessKey?: string
  /** As GetCallerIdentity tells it. */
  readonly userId?: () => string
  readonly userArn?: string
  /** The API key that the authorizer names. */
  readonly usageIdentifierKey?: string
  /** The key that the method asked for. */
  readonly apiKey?: { readonly id: string; readonly value: string }
}

/** What of the deployment counts for a call. */
export interface Served extends Pick<ServedDeployment, 'variables' | 'canary'> {
  readonly deployment: Pick<ServedDeployment['deployment'], 'id' | 'snapshot'>
}

/** What went to the backend or the function, and what came back. */
export interface Exchanged {
  readonly uri: string
  readonly headers: HeaderList
  /** Where the headers are longer than API Gateway tells. */
  readonly cutOff?: boolean
  readonly body: string
  readonly status: number
  readonly responseHeaders: HeaderList
  readonly responseBody: string
}

/** How a call went through the function of its method's authorizer. */
export interface Consulted {
  /** What was asked about, with no more than its end. */
  readonly identity: () => string
  /** Null where nobody wants to see it, or what the function had said before was used. */
  readonly exchanged: Exchanged | null
  /** Of the call of the function; null where what it had said before was used. */
  readonly requestId: string | null
  readonly latencyMs: number
  /** 200 where the function gave a policy, else the status of the refusal. */
  readonly status: number
  /** Why it gave none; null where it did. */
  readonly problem: string | null
  /** 200 where its policy allows the call, 403 where it does not; null without one. */
  readonly policyStatus: number | null
  readonly principalId: string | null
}

/** A request that was matched to a method, and is not yet sent to its integration. */
export class Call {
  readonly verb: string
  #query: [string, string][] | null = null
  #caller: Caller = {}
  #traceId: string | null = null
  #toldTraceId: string | null = null
  #integrationStatus: number | null = null
  /** Told of the exchange with the backend; only where somebody wants to see it. */
  watch: ((exchanged: Exchanged) => void) | null = null
  /** Null where no function was asked for the method's authorizer. */
  consulted: Consulted | null = null

  constructor(
    readonly request: Pick<HttpRequest, 'method' | 'rawQuery' | 'headers' | 'rawHeaders' | 'body' | 'sourceIp'>,
    /** Below the stage, still percent-encoded. */
    readonly rawPath: string,
    readonly resource: Resource,
    readonly method: Method,
    readonly pathParameters: Readonly<Record<string, string>>,
    readonly served: Served,
    readonly context: CallContext,
  ) {
    this.verb = request.method
  }

  /** Parsed on first use, because most cached answers need no query. */
  get query(): readonly (readonly [string, string])[] {
    this.#query ??= parseQuery(this.request.rawQuery)
    return this.#query
  }

  get stageVariables(): Readonly<Record<string, string>> {
    return this.served.variables
  }

  /** Null until the integration is called. */
  get traceId(): string | null {
    return this.#traceId
  }

  /** Called before the integration is. */
  trace(id: string, told = id): void {
    this.#traceId = id
    this.#toldTraceId = told
  }

  /** As the caller is told it. */
  get toldTraceId(): string | null {
    return this.#toldTraceId
  }

  /** What the backend or the function said; null where it said nothing. */
  get integrationStatus(): number | null {
    return this.#integrationStatus
  }

  /** Called before its answer is mapped. */
  answered(status: number): void {
    this.#integrationStatus = status
  }

  get caller(): Caller {
    return this.#caller
  }

  /** Called before anything reads the caller. */
  identify(caller: Caller): void {
    this.#caller = caller
  }

  get bodyText(): string {
    return this.request.body.toString('utf8')
  }
}

/** The path as the caller sent it: after the stage, or of a custom domain name after the base path. */
export function addressedPath({ context, rawPath }: Pick<Call, 'context' | 'rawPath'>): string {
  return `${context.basePath ?? `/${context.stage}`}${rawPath}`
}

/** One moment in the two formats that API Gateway uses, in UTC. */
export function utcDate(epochMs: number): { readonly commonLog: string; readonly log: string } {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(epochMs)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  return {
    commonLog: `${day}/${month}/${year}:${time} +0000`,
    log: `${weekday} ${month} ${day} ${time} UTC ${year}`,
  }
}
