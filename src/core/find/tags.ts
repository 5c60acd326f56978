import { ApigwCacheError } from '../base/errors.js'

type Tags = Readonly<Record<string, string>>

/** A tag that is wanted; any value where it is null. */
export interface WantedTag {
  readonly key: string
  readonly value: string | null
}

/** Reads `key=value`, or `key` for any value. Errors: `usage`. */
export function parseTag(text: string): WantedTag {
  const at = text.indexOf('=')
  const key = (at < 0 ? text : text.slice(0, at)).trim()
  if (key !== '') return { key, value: at < 0 ? null : text.slice(at + 1) }
  throw new ApigwCacheError('usage', 'tag', `"${text}" is not a tag`, { hint: 'such as team=shop, or team' })
}

/** Tags of different keys are all wanted, those of one key are alternatives. PURE. */
export function hasTags(tags: Tags, wanted: readonly WantedTag[]): boolean {
  return wanted.every(({ key }) => wanted.some((one) => one.key === key && isTagged(tags, one)))
}

/** `team=shop` for each wanted tag that is there. PURE. */
export function tagNames(tags: Tags, wanted: readonly WantedTag[]): readonly string[] {
  const keys = new Set(wanted.filter((one) => isTagged(tags, one)).map(({ key }) => key))
  return [...keys].map((key) => `${key}=${tags[key]}`)
}

/** As a person writes it. PURE. */
export function tagText({ key, value }: WantedTag): string {
  return value === null ? key : `${key}=${value}`
}

function isTagged(tags: Tags, { key, value }: WantedTag): boolean {
  return Object.hasOwn(tags, key) && (value === null || tags[key] === value)
}
