import { shellWord } from '../../core/base/shell.js'
import type { Spelling, Step } from '../../core/base/spelling.js'
import type { UnkeyedMethod } from '../../core/exposure/wrong-data.js'
import { addableKeys } from '../../core/gateway/identity.js'
import { type MethodRef, nameOfMethod } from '../../core/gateway/method.js'
import type { Target } from '../../core/gateway/model.js'

/** Lists `--accept-unkeyed 'GET /pets/{id}'` for each method. */
export function acceptFlags(methods: readonly MethodRef[]): string {
  const names = [...new Set(methods.map(nameOfMethod))]
  return names.map((name) => `--accept-unkeyed ${shellWord(name)}`).join(' ')
}

/** For keys that somebody is taking away: they are still there to be kept. */
export function remedyForRemoval(
  methods: readonly UnkeyedMethod[],
  target: Target,
  { step }: Pick<Spelling, 'step'>,
): string {
  const off = methods.map(({ method, path }) =>
    step({ verb: 'override', words: [method, path], options: { caching: false }, target }),
  )
  return [
    'keep the key, or turn caching of the method off first:',
    ...off.slice(0, SHOWN),
    `or repeat with ${acceptFlags(methods)} (or --accept-unkeyed all)`,
  ].join('\n')
}

/** More would hide the rest of the message. */
const SHOWN = 5

/** Suggests keys, or caching off for what no key can tell apart, a command a line; then how to accept it. */
export function remedyFor(
  methods: readonly UnkeyedMethod[],
  target: Target,
  { step }: Pick<Spelling, 'step'>,
): string {
  const commands = [...new Set(methods.map((one) => step({ ...stepFor(one), target })))]
  const more = commands.length - SHOWN
  return [
    ...commands.slice(0, SHOWN),
    ...(more > 0 ? [`and the ${more} others likewise`] : []),
    `or repeat with ${acceptFlags(methods)} (or --accept-unkeyed all)`,
  ].join('\n')
}

function stepFor({ method, servedBy, path, missing, sharesWith }: UnkeyedMethod): Step {
  const keys = addableKeys(missing)
  return keys.length < missing.length || sharesWith.length > 0
    ? { verb: 'override', words: [method, path], options: { caching: false } }
    : { verb: 'keys add', words: [servedBy, path, ...keys], options: { deploy: true } }
}
