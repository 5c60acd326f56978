import { own } from '../../http/own.js'
import type { Call } from '../call.js'
import { compileSource, contextValue } from './expression.js'

const VARIABLE =
  /\$(?:context\.([\w.]+\w)|stageVariables\.(\w+)|input\.params\((?:'([^']*)'|"([^"]*)")\)|input\.(body))/g

/**
 * Fills in the few variables that the sandbox knows, and leaves the rest of the template as it is. `more` are
 * variables of `$context` that the call itself does not have.
 */
export function renderTemplate(
  template: string,
  call: Call,
  body: string,
  more: Readonly<Record<string, string>> = {},
): string {
  return template.replaceAll(
    VARIABLE,
    (_, context?: string, variable?: string, single?: string, double?: string, wholeBody?: string) => {
      if (wholeBody !== undefined) return body
      if (context !== undefined) return own(more, context) ?? contextValue(call, context) ?? ''
      if (variable !== undefined) return own(call.stageVariables, variable) ?? ''
      return parameter(call, single ?? double ?? '') ?? ''
    },
  )
}

/** The template for a content type, whose parameters do not count. */
export function templateFor(
  templates: Readonly<Record<string, string>>,
  contentType: string | undefined,
): string | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() || 'application/json'
  return own(templates, type)
}

function parameter(call: Call, name: string): string | undefined {
  for (const place of ['path', 'querystring', 'header']) {
    const value = compileSource(`method.request.${place}.${name}`)(call)
    if (value !== undefined) return value
  }
  return undefined
}
