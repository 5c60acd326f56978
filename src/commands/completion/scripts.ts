import { shellWord } from '../../core/base/shell.js'

export type Shell = 'bash' | 'zsh' | 'fish'

/** The verbs, with what each does and its options. */
export type Words = Readonly<
  Record<string, { readonly summary: string; readonly options: readonly string[] }>
>

/** After `apigw-cache`, the verbs; then the options of the verb, and files. PURE. */
export const SCRIPTS: Readonly<Record<Shell, (words: Words) => string>> = {
  bash,
  zsh: (words) => `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`,
  fish,
}

function bash(words: Words): string {
  const cases = Object.entries(words).map(
    ([verb, { options }]) => `    ${verb}) words=${shellWord(options.join(' '))} ;;`,
  )
  return [
    '_apigw_cache() {',
    '  local words="" verb="" word',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$word" in -*) ;; *) verb="$word"; break ;; esac',
    '  done',
    '  case "$verb" in',
    `    "") words=${shellWord(Object.keys(words).join(' '))} ;;`,
    ...cases,
    '  esac',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _apigw_cache apigw-cache',
    '',
  ].join('\n')
}

function fish(words: Words): string {
  const lines = Object.entries(words).flatMap(([verb, { summary, options }]) => [
    `complete -c apigw-cache -n __fish_use_subcommand -a ${verb} -d ${fishWord(summary)}`,
    ...options.map(
      (option) => `complete -c apigw-cache -n '__fish_seen_subcommand_from ${verb}' -l ${option.slice(2)}`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
