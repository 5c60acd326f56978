import type { ApigwCacheError } from '../../core/base/errors.js'
import { shellWord } from '../../core/base/shell.js'
import type { PrivateProbe } from '../../core/exposure/private-probe.js'
import { CANARY_FIRST, deploying } from '../../core/gateway/canary.js'
import { addableKeys } from '../../core/gateway/identity.js'
import type { MethodRef } from '../../core/gateway/method.js'
import type { Target } from '../../core/gateway/model.js'
import type { Advise } from './advise.js'
import { looks } from './sent.js'
import { acceptFlags } from './unkeyed.js'

interface Of {
  readonly target: Target
}

interface Uncached extends Of, MethodRef {
  /** Itself, or ANY. */
  readonly servedBy: string
  /** What its cache key would need. */
  readonly missing: readonly string[]
  readonly ttlSeconds: number
  readonly hasCanary: boolean
}

/** Errors of sending requests to a stage, of verify, invalidate and warm. */
export const PROBES: Readonly<Record<string, Advise>> = {
  'interrupted-flushing': ({ target }: Of, { step }) => ({
    hint: `AWS goes on by itself; to look at it:\n${step({ verb: 'status', target })}`,
  }),
  'signed-over-authorization': () => ({
    message: '--sign takes the place of the Authorization header that is given',
  }),
  'authorization-in-key': ({ method, path, key }: MethodRef & Keyed, { step }) => ({
    hint: step({ verb: 'keys remove', words: [method, path, key] }),
  }),
  'cluster-changing': ({ target }: Of, { step }) => ({
    hint: step({ verb: 'wait', words: ['available'], target }),
  }),
  'no-cluster': ({ target }: Of, { step }) => ({ hint: step({ verb: 'enable', target }) }),
  'not-cached': ({ target, method, path, servedBy, missing, ttlSeconds, hasCanary }: Uncached, { step }) => {
    if (addableKeys(missing).length < missing.length) {
      return { hint: 'leave it so: no cache key can tell its callers apart' }
    }
    const options = { caching: true, ...(ttlSeconds === 0 ? { ttlSeconds: '300' } : {}) }
    const on = step({ verb: 'override', words: [method, path], options, target })
    if (missing.length === 0) return { hint: on }
    const keys = step({
      verb: 'keys add',
      words: [servedBy, path, ...missing],
      options: deploying(hasCanary),
      target,
    })
    if (hasCanary) {
      return {
        hint: `add to its cache key what tells callers or resources apart, and turn caching on once that is deployed (${CANARY_FIRST}):\n${keys}`,
      }
    }
    return {
      hint: `add to its cache key what tells callers or resources apart, and turn caching on:\n${keys}\n${on}`,
    }
  },

  // Any verb.
  'verb-as-path': ({ verb }: { verb: string }) => ({
    hint: verb === 'GET' ? 'leave GET out' : `leave it out, and say --method ${verb} (warm asks with GET only)`,
  }),
  'url-needed': ({ why, example }: { why: string; example: string }) => ({
    message: `${why}, so --url is needed`,
    hint: `--url ${shellWord(example)}`,
  }),
  'url-credentials': () => ({ hint: 'send credentials with --header' }),
  'unsignable-header': () => ({ hint: 'leave --sign out, or encode the value' }),
  'unsignable-query': () => ({ hint: 'leave --sign out, or encode it as UTF-8' }),
  'private-answers': ({ probes }: { probes: readonly PrivateProbe[] }, { step }) => {
    const hint = `leave the identity out, or repeat with ${acceptFlags(probes)} (or --accept-unkeyed all)`
    const mend = `\nwhere answers differ by caller, mend it; this says how:\n${step({ verb: 'doctor' })}`
    return {
      message: probes.map(storedForEveryone).join('; '),
      hint: probes.some(({ known }) => known) ? `${hint}${mend}` : hint,
    }
  },

  // --param
  'param-syntax': ({ named, meant }: { named: string | null; meant: string | null }) => ({
    message: `--param is ${named === null ? 'not in the form "place.name=values"' : `"${named}=…"`}`,
    hint:
      meant === null || meant === named
        ? "--param 'querystring.type=admin,regular', header.<name>=… or path.<name>=…"
        : `did you mean --param ${meant}=…?`,
  }),
  'param-path-value': ({ name, value }: Param & { value: string }) => ({
    message: `"${value}" cannot stand in a path, which --param path.${name} says`,
  }),
  'param-without-place': ({ name }: Param) => ({
    message: `--param path.${name} has no place: no path has {${name}} in it`,
  }),
  'param-named-twice': ({ path, name }: Param & { path: string }) => ({
    message: `"${path}?${name}=…" and --param querystring.${name} both say ${name}`,
  }),
  'param-without-value': ({ name }: Param) => ({ hint: `--param path.${name}=1,2` }),

  // invalidate
  'nothing-to-invalidate': () => ({ hint: 'a path such as /pets/1, or --from FILE' }),
  'nothing-to-verify': () => ({ hint: 'a path such as /pets, or --from FILE' }),
  'header-named-twice': ({ name }: Param) => ({
    message: `--header and --param header.${name} both say ${name}`,
  }),
  'own-cache-control': () => ({ hint: "leave --header 'Cache-Control: …' out" }),
  'signature-asks-other-entry': () => ({
    message:
      '--sign takes the place of the Authorization header that is given, and would ask for another entry where that is in the cache key',
  }),
  'signature-in-refreshed-key': ({ method, path, key }: MethodRef & Keyed, { step }) => ({
    hint: `--no-sign, or take it out of the key:\n${step({ verb: 'keys remove', words: [method, path, key] })}`,
  }),
  'cache-control-in-key': ({ method, path, key }: MethodRef & Keyed, { step }) => ({
    hint: `take it out of the key, or flush:\n${step({ verb: 'keys remove', words: [method, path, key] })}\n${step({ verb: 'flush' })}`,
  }),

  // verify
  'vary-syntax': ({ what }: { what: string }) => ({ message: `--vary does not understand "${what}"` }),
  'vary-one-value': ({ kind, name }: Varied) => ({
    message: `--vary has only one value for ${kind}.${name}`,
  }),
  'vary-combinations': ({ count }: { count: number }) => ({ message: `--vary gives ${count} combinations` }),
  'vary-without-place': ({ name, path }: { name: string; path: string }) => ({
    message: `--vary names path.${name}, which ${path} does not have`,
  }),
  'two-identities': ({ count }: { count: number }) => ({
    message: `--as is there ${count === 1 ? 'once' : `${count} times`}`,
    hint: 'give two identities: --as, and --as again',
  }),
  'layer-without-proof': ({ options }: { options: readonly string[] }, { option }) => {
    const last = options.length - 1
    const flags = options.map((name) => option(name))
    return { hint: `--layer stage needs ${flags.slice(0, last).join(', ')} or ${flags[last]}` }
  },
  'layer-of-uncached': () => ({ hint: 'leave --layer or --expect out' }),
  'own-authorization': () => ({ hint: 'leave --sign or the Authorization header out' }),
  'signed-key': () => ({
    hint: 'no signed request can hit such an entry: leave --sign out, or take the key away',
  }),
  placeholder: ({ name, given, canVary }: Placeholder, { option }) => ({
    hint: `give it a value, such as ${given}${canVary ? `, or ${option('vary', `path.${name}=1,2`)}` : ''}`,
  }),
  'no-test-invoke': () => ({
    hint: 'a test-invoke needs the API that answers there: --api, and a path instead of a URL',
  }),
  'proof-needs-stage': ({ option: name, url }: { option: string; url: string }, { option }) => ({
    message: `${option(name)} needs the stage that answers at ${url}`,
    hint: 'name it with --api and --stage, and give a path below it or --url',
  }),
  'nothing-to-expire': ({ option: name, known }: { option: string; known: boolean }, { option }) => ({
    hint: known ? `leave ${option(name)} out` : 'name the stage with --api and --stage',
  }),

  // warm
  'signature-needed': () => ({
    message: 'every URL of --then-warm takes signed requests only: nothing would be stored',
    hint: 'repeat with --sign',
  }),
  'flushed-then-failed': ({ first, target }: Of & { first: ApigwCacheError }, spelling, tell) => {
    const { message, hint } = tell(first)
    const look = looks([target], spelling)
    return {
      message: `the cache was flushed, and then: ${message}`,
      hint: hint === null ? look : `${hint}\n${look}`,
    }
  },

  // policy
  'no-cached-method': () => ({
    hint: "name the methods, such as policy invalidate GET '/pets/{id}'",
  }),
}

interface Placeholder extends Param {
  readonly given: string
  readonly canVary: boolean
}

interface Param {
  readonly name: string
}

interface Keyed {
  readonly key: string
}

interface Varied extends Param {
  readonly kind: string
}

function storedForEveryone({ method, path, missing, known }: PrivateProbe): string {
  const keys = missing.map((key) => (key === 'IAM' ? 'the signature' : key)).join(', ')
  const seen = missing.some((key) => /^header\.x-api-key$/i.test(key))
    ? ` (an API key counts where the backend ${known ? 'sees it, as here' : 'may see it'})`
    : ''
  return known
    ? `${method} ${path} is cached without ${keys} in its key: this answer would be stored for everyone${seen}`
    : `${method} ${path} may be cached without ${keys} in its key: this answer could be stored for everyone${seen}`
}
