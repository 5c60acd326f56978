import { override, tool } from './command.js'
import type { CachedMethod, Seen } from './seen.js'

/**
 * The command that puts these keys into the cache key. An ANY method has the keys of the verbs that it serves.
 * Where the API does not have the method any more, keys cannot be added: only caching can go off.
 */
export function keysFix(seen: Seen, one: CachedMethod, keys: readonly string[]): string {
  const { method, path } = one.facts
  const there = seen.current?.some((other) => other.method === method && other.path === path) ?? true
  if (!there) return override(seen, one, '--cache', 'off')
  return tool(seen, 'keys', 'add', method, path, ...keys, '--deploy')
}
