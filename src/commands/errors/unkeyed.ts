import { shellWord } from '../../core/base/shell.js'
import type { Spelling, Step } from '../../core/base/spelling.js'
import type { UnkeyedMethod } from '../../core/exposure/wrong-data.js'
import { CANARY_FIRST, deploying } from '../../core/gateway/canary.js'
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
  { target, hasCanary }: { readonly target: Target; readonly hasCanary: boolean },
  { step }: Pick<Spelling, 'step'>,
): string {
  const commands = [...new Set(methods.map((one) => step({ ...stepFor(one, hasCanary), target })))]
  const more = commands.length - SHOWN
  return [
    ...(hasCanary && methods.some(isKeyable)
      ? [`add the keys, and repeat once they are deployed (${CANARY_FIRST}):`]
      : []),
    ...commands.slice(0, SHOWN),
    ...(more > 0 ? [`and the ${more} others likewise`] : []),
    `or repeat with ${acceptFlags(methods)} (or --accept-unkeyed all)`,
  ].join('\n')
}

/** The same for stages that a file describes, where it is the file that has to say it. */
export function remedyInFile(methods: readonly UnkeyedMethod[]): string {
  const lines = [...new Set(methods.map(lineFor))]
  const more = lines.length - SHOWN
  return [
    'in the file:',
    ...lines.slice(0, SHOWN),
    ...(more > 0 ? [`and the ${more} others likewise`] : []),
    `or name them under acceptUnkeyed there, or repeat with ${acceptFlags(methods)} (or --accept-unkeyed all)`,
  ].join('\n')
}

function lineFor(one: UnkeyedMethod): string {
  const { servedBy, path, missing } = one
  return isKeyable(one)
    ? `add ${addableKeys(missing).join(', ')} to the keys of ${servedBy} ${path}`
    : `say caching: false for ${nameOfMethod(one)}`
}

/** False where no key tells its callers apart. */
function isKeyable({ missing, sharesWith }: UnkeyedMethod): boolean {
  return addableKeys(missing).length === missing.length && sharesWith.length === 0
}

function stepFor(one: UnkeyedMethod, hasCanary: boolean): Step {
  const { method, servedBy, path, missing } = one
  return isKeyable(one)
    ? { verb: 'keys add', words: [servedBy, path, ...addableKeys(missing)], options: deploying(hasCanary) }
    : { verb: 'override', words: [method, path], options: { caching: false } }
}
