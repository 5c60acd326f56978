import { parse } from 'velocityjs'
import { inputOf, type Parameters } from './input.js'
import { Interpreter, type Program } from './interpreter.js'
import { UTIL } from './util.js'
import { type Fields, fieldsOf } from './values.js'

/** What a template may refer to. */
export interface Scope {
  readonly body: string
  readonly parameters: Parameters
  readonly stageVariables: Readonly<Record<string, string>>
  /** The template may change it: the overrides of request and response are in it. */
  readonly context: Fields
}

/** Fills a template in. Throws where it cannot be. */
export type Template = (scope: Scope) => string

const LARGEST_BYTES = 307_200

export function compileTemplate(text: string): Template {
  const texts = new Map<string, Program>()
  let program: Program | null = null
  return ({ body, parameters, stageVariables, context }) => {
    program ??= parsed(text)
    const variables = fieldsOf([
      ['input', inputOf(body, parameters)],
      ['util', UTIL],
      ['stageVariables', fieldsOf(Object.entries(stageVariables))],
      ['context', context],
    ])
    return new Interpreter(program, texts).render(variables, {}, true)
  }
}

function parsed(text: string): Program {
  if (Buffer.byteLength(text) > LARGEST_BYTES) throw new Error(`a template of more than ${LARGEST_BYTES} bytes`)
  return parse(text.trim())
}
