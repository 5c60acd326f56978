import type { Several } from '../../core/find/outcome.js'
import type { Target } from '../../core/gateway/model.js'
import type { KeyChange, KeyedMethod, KeyList } from '../../core/keys/report.js'
import { type Column, fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { folded, table } from '../format/table.js'
import { clean } from '../format/text.js'
import { hanging } from '../format/wrap.js'
import { TARGET_COLUMNS, titleOf } from '../stage/lines.js'
import { KEY_COLUMNS, keysText, listed } from '../stage/method-cells.js'

const COLUMNS: readonly Column<KeyedMethod>[] = [
  ...fields('method', 'path', 'cached'),
  ...KEY_COLUMNS,
  ...fields('cacheNamespace'),
]

export const keyListView: View<KeyList, KeyedMethod> = {
  screen: (list, style) => [titleOf(list, style), ...body(list, style)].join('\n'),
  rows: ({ methods }) => methods,
  columns: COLUMNS,
}

export const keyChangeView: View<KeyChange, KeyedMethod> = {
  ...keyListView,
  screen: (change, style) => [firstLine(change, style), ...body(change, style)].join('\n'),
}

export const KEY_CHANGES_VIEW: View<Several<KeyChange>, KeyedMethod & { readonly target: Target }> = {
  screen: ({ stages }, style) => stages.map((one) => keyChangeView.screen(one, style)).join('\n\n'),
  rows: ({ stages }) => stages.flatMap(({ methods, ...target }) => methods.map((method) => ({ target, ...method }))),
  columns: [...within(({ target }: { readonly target: Target }) => target, TARGET_COLUMNS), ...COLUMNS],
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
  const lines = warnings.map(({ rule, message }) =>
    hanging(`${style.paint.yellow('warning')} `, `${rule}: ${clean(message)}`, style),
  )
  const head = ['METHOD', 'PATH', 'CACHED', 'CACHE KEYS', 'NAMESPACE']
  return [table(head, folded(head, rows, [1, 3, 4], style), style), ...(lines.length > 0 ? ['', ...lines] : [])]
}

function keyCell(one: KeyedMethod): string {
  if (one.keys !== null || one.pendingKeys === null) return keysText(one)
  return `method not deployed: ${clean(listed(one.pendingKeys) ?? '')}`
}
