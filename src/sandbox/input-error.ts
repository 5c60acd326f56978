/** What a sandbox was given to start with is wrong; the message says where and why. */
export class SandboxInputError extends Error {
  readonly option: 'seed' | 'openApi' | 'stateFile'

  constructor(option: SandboxInputError['option'], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.option = option
  }
}

export function checkedInput<T>(option: SandboxInputError['option'], work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new SandboxInputError(option, cause)
  }
}
