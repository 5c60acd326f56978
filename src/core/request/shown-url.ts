import { decoded, decodedQuery } from '../base/decoded.js'
import { isIdentityName, isPagingName, isSecretName } from '../base/secrets/identity-name.js'
import { HIDDEN, looksSecret } from '../base/secrets/secret-text.js'
import type { DeployedMethod } from '../gateway/export.js'

type Reading = Pick<DeployedMethod, 'identity' | 'path'>

/**
 * Removes from a URL or a path what is secret, to show and keep it: what stands for a parameter whose name says so,
 * what the method's authorizer reads, what a URL was signed with, and whatever looks like a token wherever it stands.
 * PURE.
 */
export function shownUrl(url: string, deployed: Reading | null = null): string {
  return partsOf(url, deployed)
    .map(({ text, secret }) => (secret ? HIDDEN : text))
    .join('')
}

/** Lists the removed values, both as sent and decoded. PURE. */
export function secretsIn(url: string, deployed: Reading | null = null): readonly string[] {
  return partsOf(url, deployed).flatMap(({ text, secret, plain }) => (secret ? [text, plain] : []))
}

/** True if something was removed from a URL: it cannot be used any more. PURE. */
export function hasHidden(shown: string): boolean {
  return shown.includes(HIDDEN)
}

/** A text that stands for one parameter, such as a path's `{id}`. PURE. */
export function isSecretValue(place: 'path' | 'querystring', name: string, value: string): boolean {
  if (place === 'path') return isSecretName(name) || looksSecret(value)
  return isIdentityName(name) || (looksSecret(value) && !isPagingName(name))
}

interface Part {
  readonly text: string
  readonly secret: boolean
  /** Decoded. */
  readonly plain: string
}

const URL_PARTS = /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is

/** Joined, their texts are the URL. */
function partsOf(url: string, deployed: Reading | null): readonly Part[] {
  const [, origin = '', path = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? []
  return [open(origin), ...pathParts(path, deployed), ...queryParts(query, deployed), open(fragment)]
}

function open(text: string): Part {
  return { text, secret: false, plain: text }
}

function pathParts(path: string, deployed: Reading | null): readonly Part[] {
  const segments = path.split('/')
  const places = placesOf(
    segments.map((one) => decoded(one) ?? one),
    deployed?.path ?? null,
  )
  return segments.flatMap((segment, index) => {
    const [value = '', ...more] = segment.split(';')
    const place = places[index] ?? null
    const plain = decoded(value) ?? value
    const [, name = ''] = /^\{(.+?)\+?\}$/.exec(place ?? '') ?? []
    const isFixed = place !== null && name === ''
    const isOwn = plain === place
    const secret = value !== '' && !isFixed && !isOwn && isSecretValue('path', name, plain)
    return [
      ...(index === 0 ? [] : [open('/')]),
      { text: value, secret, plain },
      ...more.flatMap((pair) => [open(';'), ...pairParts(pair, decoded, isQuerySecret(null))]),
    ]
  })
}

/** What each segment stands for in the method's path, such as `{id}`; null for those of a stage before it. */
function placesOf(segments: readonly string[], template: string | null): readonly (string | null)[] {
  const wanted = template?.split('/').slice(1) ?? []
  const greedy = wanted.at(-1)?.endsWith('+}') === true
  const before = segments.length - wanted.length
  const offsets = greedy ? segments.keys() : [before]
  const fits = (offset: number) =>
    offset > 0 && wanted.every((one, index) => one.startsWith('{') || one === segments[offset + index])
  const offset = wanted.length === 0 ? undefined : [...offsets].find(fits)
  if (offset === undefined) return segments.map(() => null)
  const last = greedy ? wanted.at(-1) : null
  return segments.map((_, index) => (index < offset ? null : (wanted[index - offset] ?? last ?? null)))
}

function queryParts(query: string, deployed: Reading | null): readonly Part[] {
  if (query === '') return []
  return query
    .slice(1)
    .split('&')
    .flatMap((pair, index) => [
      open(index === 0 ? '?' : '&'),
      ...pairParts(pair, decodedQuery, isQuerySecret(deployed)),
    ])
}

function pairParts(
  pair: string,
  decode: (text: string) => string | null,
  isSecret: (name: string, value: string) => boolean,
): readonly Part[] {
  const equals = pair.indexOf('=')
  if (equals < 0) return [open(pair)]
  const [name, text] = [pair.slice(0, equals), pair.slice(equals + 1)]
  const plain = decode(text) ?? text
  return [open(`${name}=`), { text, plain, secret: isSecret(decode(name) ?? name, plain) }]
}

function isQuerySecret(deployed: Reading | null) {
  return (name: string, value: string) => {
    const lower = name.toLowerCase()
    const isRead = deployed?.identity.some((source) => source.toLowerCase() === `querystring.${lower}`)
    return lower.startsWith('x-amz-') || isRead === true || isSecretValue('querystring', name, value)
  }
}
