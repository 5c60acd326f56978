import { type Scope, textAt } from './scope.js'

/** `Fn::Sub`: `${Name}`, `${Name.Attribute}`, those that stand beside the text, and `${!Literal}`, which stays. */
export function substituted(text: string, names: ReadonlyMap<string, string>, scope: Scope, at: string): string {
  const put = (part: string) => {
    scope.spend(part.length, at)
    return part
  }
  return text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`
    const name = inner.trim()
    const beside = names.get(name)
    if (beside !== undefined) return put(beside)
    const [of = '', ...rest] = name.split('.')
    const found = rest.length > 0 ? scope.attribute(of, rest.join('.'), at) : scope.reference(of, at)
    return put(Array.isArray(found) ? found.map((item) => textAt(item, at)).join(',') : textAt(found, at))
  })
}
