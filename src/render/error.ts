import { ApigwCacheError } from '../core/base/errors.js'
import { clean, cleanLines, jsonText } from './format/text.js'
import { hanging, type Room } from './format/wrap.js'

interface ErrorStyle {
  readonly json: boolean
  readonly debug: boolean
  /** The stream that it goes to; without it nothing is wrapped. */
  readonly room?: Room
  /** Part of the object in JSON; elsewhere they were told before. */
  readonly warnings?: readonly string[]
  /** Replaces the error's own message; `hint` replaces its hint. */
  readonly message?: string
  readonly hint?: string | null
}

/** An error as printed to stderr, without a final newline. Anything but an ApigwCacheError is a bug of this tool. */
export function renderError(error: unknown, style: ErrorStyle): string {
  const { json, debug } = style
  const known = error instanceof ApigwCacheError
  const message = style.message ?? (error instanceof Error ? error.message : String(error))
  const hint = known ? (style.hint ?? error.hint) : [BUG, style.hint].filter(Boolean).join('\n')
  if (json) {
    const kind = known ? error.kind : 'bug'
    const { warnings = [] } = style
    const said = warnings.length > 0 ? { warnings } : {}
    return jsonText({ error: { kind, message, hint, requestId: known ? error.requestId : null, ...said } })
  }
  const { room = UNWRAPPED } = style
  const lines = [known ? hanging('error: ', clean(message), room) : `error: ${cleanLines(message)}`]
  if (hint !== null)
    lines.push(
      ...cleanLines(hint)
        .split('\n')
        .map((line) => hanging('  ', line, room)),
    )
  if (known && error.requestId !== null) lines.push(`  request id ${clean(error.requestId)}`)
  if (debug && error instanceof Error) lines.push(cleanLines(stackOf(error)))
  return lines.join('\n')
}

const BUG = 'this is a bug of apigw-cache: repeat with --debug and report what it prints'

const UNWRAPPED: Room = { isTTY: false, columns: 0 }

function stackOf(error: Error): string {
  const own = error.stack ?? ''
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own
}
