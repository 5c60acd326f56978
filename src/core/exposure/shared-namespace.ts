import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import type { Warning } from '../gateway/model.js'

interface Sharing extends MethodRef {
  readonly cacheNamespace: string | null
  readonly cached: boolean
}

/** What methods with one cache namespace do to each other. PURE. */
export function namespaceWarnings(methods: readonly Sharing[]): readonly Warning[] {
  const named = methods.filter(({ method, cacheNamespace }) => method !== 'ANY' && cacheNamespace !== null)
  const namespaces = new Set(named.map(({ cacheNamespace }) => cacheNamespace))
  return [...namespaces].flatMap((namespace) => {
    const members = named.filter(({ cacheNamespace }) => cacheNamespace === namespace)
    const names = members.map(nameOfMethod).join(', ')
    if (new Set(members.map(({ path }) => path)).size > 1) {
      const message = `${names} have the cache namespace ${namespace} in common: where their key values are equal, one is answered with what was stored for another`
      return [{ rule: 'shared-namespace', message }]
    }
    if (members.filter(({ cached }) => cached).length < 2) return []
    const message = `${names} are cached in the namespace of their resource (${namespace}); AWS does not say whether the verb tells their entries apart`
    return [{ rule: 'verbs-share-namespace', message }]
  })
}
