import type { ShownEmpty } from '../world/model.js'

/** Leaves out unset fields, as API Gateway does instead of sending null. */
export function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isUnset(value)))
}

/** As `present`, with `{}` for the maps that were put without entries. */
export function shown({ shownEmpty = [], ...fields }: ShownEmpty & Readonly<Record<string, unknown>>): object {
  return { ...Object.fromEntries(shownEmpty.map((name) => [name, {}])), ...present(fields) }
}

/** Epoch seconds, as the service writes times. */
export function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000)
}

export function viewMap<T>(items: ReadonlyMap<string, T>, view: (item: T) => object): object {
  return Object.fromEntries([...items].map(([key, item]) => [key, view(item)]))
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0
}
