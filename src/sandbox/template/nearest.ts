import { nearestWithin } from '../http/near.js'

/** `; did you mean X?`, where one differs by a slip. */
export function orMeant(text: string, names: Iterable<string>): string {
  const most = Math.min(Math.max(2, Math.floor(text.length / 3)), text.length - 2)
  const near = nearestWithin(text, names, most)
  return near === undefined ? '' : `; did you mean ${near}?`
}
