import { Chalk, type ChalkInstance } from 'chalk'
import type { StreamTraits } from '../../context.js'

/** How text may look on a stream. A sign always has a word beside it: colour alone says nothing. */
export interface Style {
  readonly paint: ChalkInstance
  readonly columns: number
  /** In a pipe, nothing is cut or drawn. */
  readonly isTTY: boolean
  /** False if only ASCII can be shown. */
  readonly unicode: boolean
  readonly sign: { readonly yes: string; readonly no: string; readonly same: string; readonly unsure: string }
  /** Marks the end of text that was cut. */
  readonly ellipsis: string
}

export type ColorMode = 'auto' | 'always' | 'never'

type Env = Readonly<Record<string, string | undefined>>

export function styleOf(traits: StreamTraits, mode: ColorMode, env: Env): Style {
  const unicode = isUnicode(env)
  return {
    paint: new Chalk({ level: colorLevel(traits, mode, env) }),
    columns: traits.columns,
    isTTY: traits.isTTY,
    unicode,
    sign: unicode ? { yes: '✓', no: '✗', same: '=', unsure: '?' } : { yes: 'ok:', no: 'no:', same: '=', unsure: '?' },
    ellipsis: unicode ? '…' : '...',
  }
}

/** The flag wins, then `NO_COLOR`, then `FORCE_COLOR`, then the stream. */
function colorLevel(traits: StreamTraits, mode: ColorMode, env: Env): StreamTraits['colors'] {
  const forced = traits.colors === 0 ? 1 : traits.colors
  if (mode === 'always') return forced
  if (mode === 'never' || env.NO_COLOR) return 0
  if (env.FORCE_COLOR) return env.FORCE_COLOR === '0' ? 0 : forced
  return env.TERM === 'dumb' || !traits.isTTY ? 0 : traits.colors
}

function isUnicode(env: Env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return locale === undefined || locale === '' || /utf-?8/i.test(locale)
}
