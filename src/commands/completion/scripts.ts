import { bash } from './bash.js'
import { fish } from './fish.js'
import type { Words } from './words.js'

export type Shell = 'bash' | 'zsh' | 'fish'

/** Bash's functions work in zsh once its own completion runs, which a bare zsh has to be told to start. */
const ZSH_SETUP = `(( $+functions[compdef] )) || { autoload -U compinit && compinit }
autoload -U +X bashcompinit && bashcompinit
`

/** PURE. */
export const SCRIPTS: Readonly<Record<Shell, (words: Words) => string>> = {
  bash,
  zsh: (words) => `${ZSH_SETUP}${bash(words)}`,
  fish,
}
