import { throwBugs } from '../http/errors.js'
import { parseTemplate } from './document.js'

/** The documents that a SAM template names as files beside it; none where it is no template, which others say. */
export function filesNamedIn(text: string): readonly string[] {
  try {
    const uris = [...parseTemplate(text).resources.values()].flatMap(({ type, properties }) =>
      type === 'AWS::Serverless::Api' && isFile(properties.DefinitionUri) ? [properties.DefinitionUri] : [],
    )
    return [...new Set(uris)]
  } catch (error) {
    throwBugs(error)
    return []
  }
}

function isFile(uri: unknown): uri is string {
  return typeof uri === 'string' && !/^\w+:\/\//.test(uri)
}
