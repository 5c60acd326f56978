import { shellWord } from '../../core/base/shell.js'
import type { Spelling } from '../../core/base/spelling.js'
import type { UnkeyedMethod } from '../../core/exposure/wrong-data.js'
import { SIGNATURE } from '../../core/gateway/identity.js'
import { nameOfMethod } from '../../core/gateway/method.js'

/** Lists `--accept-unkeyed 'GET /pets/{id}'` for each method. */
export function acceptFlags(methods: readonly UnkeyedMethod[]): string {
  const names = [...new Set(methods.map(nameOfMethod))]
  return names.map((name) => `--accept-unkeyed ${shellWord(name)}`).join(' ')
}

/** Suggests what to do instead of accepting it. */
export function remedyFor(methods: readonly UnkeyedMethod[], { step }: Spelling): string {
  if (methods.some(({ missing }) => missing.includes(SIGNATURE))) {
    return 'turn caching off for what takes signed requests (apigw-cache override … --cache off) and key the rest'
  }
  const [first, ...others] = methods.map(({ method, path, missing }) =>
    step({ verb: 'keys add', words: [method, path, ...missing], options: { deploy: true } }),
  )
  return others.length === 0 ? `${first}` : `${first} (and the ${others.length} others likewise)`
}
