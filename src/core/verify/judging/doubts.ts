/** Each has its next step. */
export const DOUBTS = [
  'nothing-answered',
  'cache-in-front',
  'unsigned',
  'not-allowed',
  'without-api-key',
  'without-identity',
  'throttled',
  'backend-fails',
  'other-error',
  'too-few',
  'named-not-found',
  'misnamed',
  'all-differ',
  'only-some-equal',
  'edge-values-differ',
  'header-moves',
  'value-stays',
  'asked-too-seldom',
  'no-sign',
  'test-invoke-failed',
  'test-invoke-same',
  'test-invoke-unclear',
] as const

/** Why nothing can be said. */
export interface Doubt {
  readonly kind: (typeof DOUBTS)[number]
  /** One sentence that names the evidence. */
  readonly reason: string
  /** The value that it is about, where there is one. */
  readonly source?: string
}
