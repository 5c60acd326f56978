/** A template with what it needs besides its own text. */
export interface SandboxTemplate {
  readonly text: string
  /** Values of its parameters, in the place of their defaults; `AWS::StackName` may be one. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The documents that it names as files beside it (`DefinitionUri` of SAM), by the name that it gives them. */
  readonly files?: Readonly<Record<string, string>>
}
