/** What the sandbox could not answer, and should have. */
export interface SandboxBug {
  /** The `x-amzn-RequestId` of the 500 that was answered. */
  readonly requestId: string
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** As it was thrown: what a caller sent may be in it. */
  readonly error: unknown
  /** Request, id and stack for a log, without the caller's credentials. */
  readonly text: string
}
