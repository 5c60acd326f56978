import { parseJson } from '../../http/json.js'

const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** The value at `a.b[0]['c']` in JSON, as text; undefined where there is none, and for a path with several values. */
export function dig(json: string, path: string): string | undefined {
  return valueAt(parseJson(json), path)
}

export function valueAt(of: unknown, path: string): string | undefined {
  const steps = stepsOf(path)
  if (!steps) return undefined
  let value = of
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = Reflect.get(value, step)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function stepsOf(path: string): string[] | null {
  const steps: string[] = []
  let at = path.startsWith('$') ? 1 : 0
  while (at < path.length) {
    STEP.lastIndex = at
    const found = STEP.exec(path)
    if (!found) return null
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '')
    at = STEP.lastIndex
  }
  return steps
}
