import type { KeyChange, KeyedMethod, KeyList } from '../../core/keys/report.js'
import type { Column, View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { titleOf } from '../stage/screen.js'
import { keysOf } from '../status/methods.js'
import { listed } from '../status/screen.js'

const COLUMNS: readonly Column<KeyedMethod>[] = [
  { name: 'method', value: ({ method }) => method },
  { name: 'path', value: ({ path }) => path },
  { name: 'cached', value: ({ cached }) => cached },
  { name: 'keys', value: ({ keys }) => listed(keys) },
  { name: 'pendingKeys', value: ({ pendingKeys }) => listed(pendingKeys) },
  { name: 'cacheNamespace', value: ({ cacheNamespace }) => cacheNamespace },
]

export const keyListView: View<KeyList, KeyedMethod> = {
  screen: (list, style) => [titleOf(list, style), ...body(list, style)].join('\n'),
  rows: ({ methods }) => methods,
  columns: COLUMNS,
}

export const keyChangeView: View<KeyChange, KeyedMethod> = {
  screen: (change, style) => [firstLine(change, style), ...body(change, style)].join('\n'),
  rows: ({ methods }) => methods,
  columns: COLUMNS,
}

function firstLine(change: KeyChange, style: Style): string {
  const { paint, sign } = style
  const { changed, deployment, methods } = change
  if (!changed) return `${sign.same} nothing to change: ${titleOf(change, style)}`
  const done = deployment ? `live with deployment ${clean(deployment.id)}` : 'changed'
  const names = methods.map(({ method, path }) => `${method} ${clean(path)}`).join(', ')
  return `${paint.green(sign.yes)} cache keys of ${names} ${done}: ${titleOf(change, style)}`
}

function body({ methods, warnings }: KeyList, style: Style): readonly string[] {
  const rows = methods.map((one) => [
    one.method,
    clean(one.path),
    one.cached ? style.paint.green('yes') : 'no',
    keyCell(one),
    clean(one.cacheNamespace ?? 'unknown'),
  ])
  const lines = warnings.map(
    ({ rule, message }) => `${style.paint.yellow('warning')} ${rule}: ${clean(message)}`,
  )
  return [
    table(['METHOD', 'PATH', 'CACHED', 'CACHE KEYS', 'NAMESPACE'], rows, style),
    ...(lines.length > 0 ? ['', ...lines] : []),
  ]
}

function keyCell(one: KeyedMethod): string {
  if (one.keys !== null || one.pendingKeys === null) return keysOf(one)
  return `method not deployed: ${one.pendingKeys.length === 0 ? 'none' : one.pendingKeys.map(clean).join(' ')}`
}
