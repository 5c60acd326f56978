import { own } from '../../http/own.js'
import type { Json, Template, TemplateResource } from '../document.js'
import { wrong } from '../intrinsics/scope.js'
import { objectAt, SERVERLESS } from './expansion.js'

/** Those that take globals; of the others nothing is made. */
const TYPES = [
  'Function',
  'Api',
  'HttpApi',
  'SimpleTable',
  'StateMachine',
  'LayerVersion',
  'CapacityProvider',
  'WebSocketApi',
]

/** The properties of a resource, with those of `Globals` where it has none: lists are joined, objects merged. */
export function withGlobals(
  { globals }: Pick<Template, 'globals'>,
  { type, properties }: Pick<TemplateResource, 'type' | 'properties'>,
): Json {
  const name = type.slice(SERVERLESS.length)
  const common = own(globals, name)
  return common === undefined ? properties : objectAt(merged(objectAt(common, `Globals.${name}`), properties), name)
}

export function checkGlobals({ globals }: Pick<Template, 'globals'>): void {
  const unknown = Object.keys(globals).find((name) => !TYPES.includes(name))
  if (unknown !== undefined) throw wrong(`Globals.${unknown}`, 'is no type that has globals')
}

function merged(common: unknown, local: unknown): unknown {
  if (Array.isArray(common) && Array.isArray(local)) return [...common, ...local]
  if (!isPlain(common) || !isPlain(local)) return local
  const names = new Set([...Object.keys(common), ...Object.keys(local)])
  return Object.fromEntries(
    [...names].map((name) => {
      const [one, other] = [own(common, name), own(local, name)]
      return [name, other === undefined ? one : one === undefined ? other : merged(one, other)]
    }),
  )
}

/** A function of the template is one value. */
function isPlain(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const [name = '', ...more] = Object.keys(value)
  return more.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))
}
