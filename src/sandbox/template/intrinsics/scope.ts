/** What a template's functions look at. `at` is the place that errors name. */
export interface Scope {
  /** `Ref`: of a parameter, a pseudo parameter or a resource. */
  reference(name: string, at: string): unknown
  /** `Fn::GetAtt`. */
  attribute(name: string, attribute: string, at: string): unknown
  /** Whether the named condition is true. */
  holds(condition: string, at: string): boolean
  /** `Fn::FindInMap`; undefined where the keys are not there. */
  mapped(map: string, keys: readonly [string, string], at: string): unknown
  /** `Fn::ImportValue`. */
  imported(name: string): string
  /** Throws an Error where all texts that were made take too much. */
  spend(characters: number, at: string): void
}

export function wrong(at: string, message: string): Error {
  return new Error(`${at}: ${message}`)
}

/** A text, a number or a truth value as text. */
export function textAt(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw wrong(at, value === undefined ? 'is missing' : 'is not a text')
}

export function listAt(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw wrong(at, 'is not a list')
}
