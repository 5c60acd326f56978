import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { seenHeaders } from '../caller-headers.js'
import { type Fields, fieldsOf, isFields, textOf } from '../templates/values.js'
import { contextFields } from './context.js'
import { compileSources } from './expression.js'
import type { Templates } from './templates.js'

export type ParameterLocation = 'header' | 'querystring' | 'path'

/** A template that cannot be filled in. */
export class TemplateFailure extends Error {}

/** What mapping does for one call. Request and response templates share what they override. */
export class Mapper {
  #context: Fields | null = null

  constructor(
    readonly call: Call,
    readonly templates: Templates,
  ) {}

  /** Throws a TemplateFailure. `more` are variables of `$context` that the call itself does not have. */
  render(template: string, body: string, more: Fields = {}): string {
    const { call } = this
    this.#context ??= contextOf(call)
    const context = Object.assign(this.#context, more)
    const parameters = {
      path: call.pathParameters,
      querystring: Object.fromEntries(call.query),
      header: Object.fromEntries(seenHeaders(call.request.rawHeaders)),
    }
    try {
      const { stageVariables } = call
      return this.templates.render(template, { body, parameters, stageVariables, context })
    } catch (cause) {
      throw new TemplateFailure(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }

  /** The parameters that the integration maps to one location of the backend's request; the template's come first. */
  mapped({ requestParameters }: Integration, location: ParameterLocation): [string, string][] {
    const prefix = `integration.request.${location}.`
    const fromMappings = Object.entries(requestParameters).flatMap(([target, source]) => {
      if (!target.startsWith(prefix)) return []
      const name = target.slice(prefix.length)
      return compileSources(source)(this.call).map((value): [string, string] => [name, value])
    })
    return overriding(fromMappings, this.#overrides('requestOverride', location), location)
  }

  responseHeaders(mapped: readonly [string, string][]): [string, string][] {
    return overriding(mapped, this.#overrides('responseOverride', 'header'), 'header')
  }

  /** Null where no template said a status that an answer can have. */
  get statusOverride(): number | null {
    const given = fieldOf(this.#context?.responseOverride, 'status')
    return typeof given === 'number' && Number.isInteger(given) && given >= 200 && given <= 599 ? given : null
  }

  #overrides(which: string, location: ParameterLocation): [string, string][] {
    const group = fieldOf(this.#context?.[which], location)
    return Object.entries(isFields(group) ? group : {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, textOf(one)]),
    )
  }
}

function contextOf(call: Call): Fields {
  const context = contextFields(call)
  const groups = () => fieldsOf(['header', 'querystring', 'path'].map((name) => [name, fieldsOf()]))
  context.requestOverride = groups()
  context.responseOverride = fieldsOf([['header', fieldsOf()]])
  return context
}

function overriding(
  base: readonly [string, string][],
  over: [string, string][],
  location: ParameterLocation,
): [string, string][] {
  if (over.length === 0) return [...base]
  const fold = (name: string) => (location === 'header' ? name.toLowerCase() : name)
  const names = new Set(over.map(([name]) => fold(name)))
  return [...base.filter(([name]) => !names.has(fold(name))), ...over]
}

function fieldOf(of: unknown, name: string): unknown {
  return isFields(of) ? of[name] : undefined
}
