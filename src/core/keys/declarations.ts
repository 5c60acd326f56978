import { field } from '../base/json.js'
import { slipOf } from '../base/near.js'
import { deployedShape } from '../deploy/deployed-shape.js'
import { operationOf } from '../gateway/export.js'
import { type KeySpec, shortKey } from '../gateway/key.js'
import { nameOfMethod } from '../gateway/method.js'
import type { MethodRecord } from '../gateway/record.js'
import { keysPatch } from './patch.js'

/** Says what adding these keys declares, as a name that was mistyped is declared like any other. PURE. */
export function declarationNotes(record: MethodRecord, add: readonly KeySpec[]): readonly string[] {
  const declared = Object.keys(record.parameters).map(shortKey)
  const added = keysPatch(record, add, []).method.map(({ path }) => shortKey(path.replace('/requestParameters/', '')))
  // Those of the path are known from it.
  return added
    .filter((name) => !name.startsWith('path.'))
    .map((name) => {
      const close = closeTo(name, declared)
      const meant = close === null ? '' : `; did you mean ${close}, which it declares?`
      return `${nameOfMethod(record)} does not declare ${name}, so that is declared as well${meant}`
    })
}

/** In the same place, and away by what a slip changes. */
function closeTo(name: string, declared: readonly string[]): string | null {
  const place = name.slice(0, name.indexOf('.') + 1)
  const beside = declared.filter((one) => one.startsWith(place)).map((one) => one.slice(place.length))
  const near = slipOf(name.slice(place.length), beside)
  return near === null ? null : `${place}${near}`
}

/** Optional parameters whose keys go and that nothing else of the method reads; the path's own stay. PURE. */
export function unusedWithout(record: MethodRecord, gone: readonly string[]): readonly string[] {
  const { integration } = record
  const mapped = Object.values(integration?.requestParameters ?? {})
  const templates = Object.values(integration?.requestTemplates ?? {}).join('\n')
  return gone.filter(
    (name) =>
      record.parameters[name] === false &&
      !name.startsWith('method.request.path.') &&
      !mapped.includes(name) &&
      !templates.includes(name.split('.').slice(3).join('.')),
  )
}

/** Those that the running deployment does not declare, so that they came with a key since then. PURE. */
export function declaredSince(document: unknown, record: MethodRecord, names: readonly string[]): readonly string[] {
  const operation = operationOf(document, record)
  if (operation === undefined) return []
  const { parameters } = deployedShape(operation, undefined)
  return names.filter((name) => field(parameters, shortKey(name)) === undefined)
}
