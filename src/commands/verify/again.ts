import type { OptionValue, Spelling } from '../../core/base/spelling.js'
import { parameterValues } from '../../core/request/parameter-values.js'
import { isSecretValue, secretsIn } from '../../core/request/shown-url.js'
import { PROOFS } from '../../core/verify/proofs/list.js'
import { VERIFY_DEFAULTS } from '../../core/verify/request.js'
import { isPlainHeader } from '../session/headers.js'
import type { VerifyFlags } from './flags.js'
import { proofFlag } from './proof-flags.js'

/** Spells the same command once more, without the values of headers and bodies that may be secret. */
export function repeating(spelling: Spelling, flags: VerifyFlags): Spelling {
  return {
    ...spelling,
    again(step, without = []) {
      const given = givenBy(flags)
      const names = Object.keys(step.options ?? {})
      const kept = Object.entries(given.options).filter(([name]) => !without.includes(name))
      const merged = Object.fromEntries([
        ...kept.filter(([name]) => !names.includes(name)),
        ...Object.entries(step.options ?? {}).map(([name, value]) => [name, added(given.options[name], value)]),
      ])
      if (given.secret.some((name) => !without.includes(name))) return null
      return { call: spelling.step({ ...step, options: merged }), needs: given.needs }
    },
  }
}

/** A list goes on, anything else is said anew. */
function added(earlier: OptionValue | undefined, value: OptionValue): OptionValue {
  return typeof earlier === 'object' && typeof value === 'object' ? [...earlier, ...value] : value
}

interface Given {
  readonly options: Readonly<Record<string, OptionValue>>
  /** Values that have to be in the environment. */
  readonly needs: readonly string[]
  /** Options whose values may not be repeated at all. */
  readonly secret: readonly string[]
}

function givenBy(flags: VerifyFlags): Given {
  const { apiKey, data, url, connectTo, timestamp, expect: expected, sign, layer, acceptUnkeyed } = flags
  const { method, samples, interval } = flags
  const listed = (flags.header ?? []).map(repeatable)
  const callers = proofValues(flags, 'headers').flatMap(([, values]) => values as readonly string[])
  const identities = callers.map((text, index) => repeatable(text, `CALLER_${index + 1}`))
  const key = apiKey === undefined ? null : reference(apiKey, 'API_KEY')
  const options = {
    ...(method === VERIFY_DEFAULTS.method ? {} : { method }),
    ...{ url, connectTo, timestamp, expected, layer, sign },
    headers: listed.map(({ text }) => text),
    apiKey: key?.text,
    data,
    samples: samples === VERIFY_DEFAULTS.samples ? undefined : `${samples}`,
    intervalMs: interval === VERIFY_DEFAULTS.intervalMs ? undefined : `${interval}ms`,
    acceptUnkeyed,
    ...Object.fromEntries(PROOFS.flatMap((proof) => [[proof.input.name, given(flags, proof)]])),
    identities: identities.map(({ text }) => text),
  }
  const isSet = ([, value]: readonly [string, unknown]) =>
    value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  return {
    options: Object.fromEntries(Object.entries(options).filter(isSet)) as Given['options'],
    needs: [...listed, ...identities, ...(key ? [key] : [])].flatMap(({ needs }) => needs ?? []),
    secret: secretIn(flags),
  }
}

function given(flags: VerifyFlags, proof: (typeof PROOFS)[number]): unknown {
  const value: unknown = Reflect.get(flags, proofFlag(proof).attributeName())
  return proof.input.kind === 'choice' && value === proof.input.preset ? undefined : value
}

function proofValues(flags: VerifyFlags, kind: string): readonly (readonly [string, unknown])[] {
  return PROOFS.filter(({ input }) => input.kind === kind).flatMap((proof) => {
    const value = given(flags, proof)
    return value === undefined ? [] : [[proof.input.name, value] as const]
  })
}

/** A body is not looked into; values of headers that are varied may be tokens. */
function secretIn(flags: VerifyFlags): readonly string[] {
  const { data, url = '' } = flags
  const varied = proofValues(flags, 'texts').flatMap(([, values]) => values as readonly string[])
  return [
    ...(data === undefined || data.startsWith('@') ? [] : ['data']),
    ...(secretsIn(url).length > 0 ? ['url'] : []),
    ...(varied.some(isSecretVariation) ? ['vary'] : []),
  ]
}

function isSecretVariation(text: string): boolean {
  const found = parameterValues(text)
  if (found === null || found.in === 'header') return true
  const { in: place, name, values } = found
  return values.some((value) => isSecretValue(place, name, value))
}

interface Repeatable {
  readonly text: string
  /** Said of a value that has to be put into the environment first; null where none has. */
  readonly needs: string | null
}

function repeatable(header: string, variable?: string | number): Repeatable {
  const colon = header.indexOf(':')
  const name = header.slice(0, colon).trim()
  if (header.startsWith('@') || isPlainHeader(name)) return { text: header, needs: null }
  const own = name.toUpperCase().replace(/[^A-Z\d]+/g, '_')
  const { text, needs } = reference(header.slice(colon + 1).trim(), typeof variable === 'string' ? variable : own)
  return { text: `${name}: ${text}`, needs }
}

function reference(value: string, variable: string): Repeatable {
  if (/^(?:env:|@)/.test(value)) return { text: value, needs: null }
  return { text: `env:${variable}`, needs: `${variable} set to its value` }
}
