export type OptionValue = string | boolean | readonly string[]

/** A next step for the reader, as data. */
export interface Step<Target = unknown> {
  /** A verb of the command line and a method of the library's stage: `flush`, `keys add`. */
  readonly verb: string
  /** The arguments: a method and its path, paths, or cache keys. */
  readonly words?: readonly string[]
  /**
   * Under the library's names: `{ size: '1.6', deploy: true }`. True turns a switch on, false off; a list
   * repeats it.
   */
  readonly options?: Readonly<Record<string, OptionValue>>
  /** The stage to run it on; left out for the one that the reader named, and null where none is looked at. */
  readonly target?: Target | null
}

/**
 * Words next steps for the reader. Core knows the step; its caller knows whether that is a command or a library
 * call.
 */
export interface Spelling {
  /** `apigw-cache flush --api … --stage prod`, or `stage.flush()`. */
  step(step: Step): string
  /** `--vary querystring.type=a,b`, or `vary: 'querystring.type=a,b'`; `name` is the library's. */
  option(name: string, value?: string): string
  /** A command of the AWS CLI, for what this tool has no verb for. */
  aws(words: readonly string[], region: string): string
}
