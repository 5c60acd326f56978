import { RE2JS } from 're2js'

export type Pattern = RE2JS

/** A regular expression that takes linear time, whatever the text. Throws for one that is none, and for look-around. */
export function compilePattern(pattern: string): Pattern {
  return RE2JS.compile(pattern)
}

/** `by` may have `$1` in it. */
export function replaceAllIn(text: string, pattern: Pattern, by: string): string {
  return pattern.matcher(text).replaceAll(by, true)
}

export function replaceFirstIn(text: string, pattern: Pattern, by: string): string {
  return pattern.matcher(text).replaceFirst(by, true)
}

/** Without empty texts at the end, unless a limit is given. */
export function splitAt(text: string, pattern: Pattern, limit: unknown): string[] {
  return pattern.split(text, typeof limit === 'number' ? limit : 0)
}
