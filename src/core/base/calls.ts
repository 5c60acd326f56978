import { shellWords } from './shell.js'
import type { OptionValue, Spelling, Step } from './spelling.js'

/** As a user of the library calls it: `stage.changeKeys({ method: …, add: [parseKey('path.id')], deploy: true })`. */
export const CALLS: Spelling = {
  step: ({ verb, words = [], options = {} }) => (METHODS[verb] ?? plain(verb))(words, options),
  again: ({ verb, words = [], options = {} }, without = []) => {
    const paths = words.length === 0 ? {} : { paths: `[${words.map(quoted).join(', ')}]` }
    const left = Object.fromEntries(without.map((name) => [name, 'undefined']))
    const fields = Object.entries({ ...paths, ...literals(options), ...left })
    const changed = fields.map(([name, value]) => `, ${name}: ${value}`).join('')
    return { call: `stage.${verb}({ ...options${changed} })`, needs: [] }
  },
  option: (name, value) => (value === undefined ? name : `${name}: ${literal(name, value)}`),
  aws: (words, region) => shellWords('aws', ...words, '--region', region),
}

type Call = (words: readonly string[], options: NonNullable<Step['options']>) => string

/** Verbs whose words have a name in the library, or whose actions are methods of their own. */
const METHODS: Readonly<Record<string, Call>> = {
  'keys list': ([method, path]) => call('keys', method ? [methodOf(method, path)] : []),
  'keys add': (words, options) => changeKeys('add', words, options),
  'keys remove': (words, options) => changeKeys('remove', words, options),
  'policy invalidate': ([method, path]) =>
    call('policy', [object({ kind: quoted('invalidate'), methods: method && `[${methodOf(method, path)}]` })]),
  wait: ([until]) => call('wait', until ? [object({ until: quoted(until) })] : []),
  verify: forPaths('verify'),
  invalidate: forPaths('invalidate'),
  warm: forPaths('warm'),
  override,
}

function plain(verb: string): Call {
  return (_, options) => call(verb, nonEmpty(literals(options)))
}

function forPaths(name: string): Call {
  return (words, options) => {
    const paths = words.length === 0 ? undefined : `[${words.map(quoted).join(', ')}]`
    return call(name, nonEmpty({ paths, ...literals(options) }))
  }
}

function changeKeys(change: 'add' | 'remove', [method, path, ...keys]: readonly string[], options: object): string {
  if (!method) return 'stage.changeKeys()'
  const specs = keys.map((key) => `parseKey(${quoted(key)})`)
  return call('changeKeys', [
    object({ method: methodOf(method, path), [change]: `[${specs.join(', ')}]`, ...literals(options) }),
  ])
}

function override([method, path]: readonly string[], { remove, cleanStrays, ...options }: Parameters<Call>[1]): string {
  if (cleanStrays) return 'stage.cleanStrays()'
  const name = remove ? 'removeOverride' : 'override'
  if (!method) return `stage.${name}()`
  const ref = methodOf(method, path)
  return call(name, [
    object(remove ? { method: ref, ...literals(options) } : { method: ref, settings: object(literals(options)) }),
  ])
}

function call(name: string, values: readonly string[]): string {
  return `stage.${name}(${values.join(', ')})`
}

type Fields = Readonly<Record<string, string | undefined>>

function literals(options: object): Fields {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, literal(name, value)]))
}

function nonEmpty(fields: Fields): readonly string[] {
  return Object.values(fields).some((value) => value !== undefined) ? [object(fields)] : []
}

function object(fields: Fields): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return `{ ${given.map(([name, value]) => `${name}: ${value}`).join(', ')} }`
}

function methodOf(method: string, path = '/'): string {
  return object({ method: quoted(method), path: quoted(path) })
}

function literal(name: string, value: OptionValue): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return `[${value.map(quoted).join(', ')}]`
  return name.endsWith('Seconds') ? value : quoted(value)
}

/** A string of JavaScript. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
