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

/** One call more. */
export interface Again {
  readonly call: string
  /** What has to be there first, such as a value in the environment; nothing where it runs as it stands. */
  readonly needs: readonly string[]
}

/**
 * Words next steps for the reader. Core knows the step; its caller knows whether that is a command or a library
 * call.
 */
export interface Spelling {
  /**
   * The call that is running, once more: with the options of the step more or instead, and without those of
   * `without`. Null where it holds what may not be repeated.
   */
  again(step: Step, without?: readonly string[]): Again | null
  /** `apigw-cache flush --api … --stage prod`, or `stage.flush()`. */
  step(step: Step): string
  /** `--vary querystring.type=a,b`, or `vary: 'querystring.type=a,b'`; `name` is the library's. */
  option(name: string, value?: string): string
  /** A command of the AWS CLI, for what this tool has no verb for. */
  aws(words: readonly string[], region: string): string
}
