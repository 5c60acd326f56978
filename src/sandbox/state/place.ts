/** A path in which what belongs to a name has that name: a map is written as pairs. */
export function placeIn(json: unknown, path: readonly PropertyKey[]): string {
  const names: string[] = []
  let at = json
  for (let index = 0; index < path.length; index++) {
    const step = path[index]
    const next = step === undefined ? undefined : fieldOf(at, step)
    const isPair = Array.isArray(at) && Array.isArray(next) && next.length === 2 && typeof next[0] !== 'object'
    if (isPair && path[index + 1] === 1) {
      names.push(String(next[0]))
      at = next[1]
      index++
    } else {
      names.push(String(step))
      at = next
    }
  }
  return names.join('.')
}

function fieldOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
