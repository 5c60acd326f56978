/** A value that is chosen by name: `--knob name=value`, `--fault name=value`, `POST /_sandbox/faults`. */
export interface Choice<T> {
  readonly values: 'flag' | readonly string[] | NumberRange
  readonly default: T
  readonly about: string
}

export interface NumberRange {
  /** How help shows the number. */
  readonly unit: string
  readonly min: number
  readonly max?: number
  readonly whole?: boolean
}

export type Choices<T> = { readonly [Name in keyof T]: Choice<T[Name]> }

export function flag(byDefault: boolean, about: string): Choice<boolean> {
  return { values: 'flag', default: byDefault, about }
}

/** The first value is the default. */
export function oneOf<T extends string>(values: readonly [T, ...T[]], about: string): Choice<T> {
  return { values, default: values[0], about }
}

export function numberIn(values: NumberRange, byDefault: number, about: string): Choice<number> {
  return { values, default: byDefault, about }
}

/** Choices of anything, as code reads them that treats all alike. */
export type AnyChoices = Readonly<Record<string, Choice<unknown>>>

export function defaultsOf<T>(choices: Choices<T> & AnyChoices): T {
  const entries: readonly (readonly unknown[])[] = Object.entries(choices).map(([name, choice]) => [
    name,
    choice.default,
  ])
  return Object.fromEntries(entries)
}

/** `stuckDelete, missRate=<0..1>`: a name alone is true. */
export function usageOf(choices: AnyChoices): string {
  return Object.entries(choices)
    .map(([name, { values, default: byDefault }]) => {
      if (values === 'flag') return byDefault ? `${name}=<true|false>` : name
      return `${name}=<${'unit' in values ? values.unit : values.join('|')}>`
    })
    .join(', ')
}

/** Each name with a line for help: `the status of those answers (status; default: 500)`. */
export function helpOf(choices: AnyChoices): { readonly name: string; readonly about: string }[] {
  return Object.entries(choices).map(([name, { values, default: byDefault, about }]) => {
    const possible = values === 'flag' ? [] : ['unit' in values ? values.unit : values.join(', ')]
    const notes = [...possible, ...(byDefault ? [`default: ${byDefault}`] : [])]
    return { name, about: notes.length > 0 ? `${about} (${notes.join('; ')})` : about }
  })
}
