import { fields, type View } from './format/print.js'
import { table } from './format/table.js'
import { clean } from './format/text.js'

interface Value {
  readonly name: string
  readonly value: string | null
  readonly origin: string | null
}

interface Values {
  readonly values: readonly Value[]
}

/** What is set, and with `withOrigin` where each value comes from. */
export function configView(withOrigin: boolean): View<Values, Value> {
  return {
    screen: ({ values }, style) =>
      table(
        ['NAME', 'VALUE', ...(withOrigin ? ['ORIGIN'] : [])],
        values.map(({ name, value, origin }) => [
          name,
          clean(value ?? '–'),
          ...(withOrigin ? [clean(origin ?? '–')] : []),
        ]),
        style,
      ),
    rows: ({ values }) => values,
    columns: fields('name', 'value', 'origin'),
  }
}
