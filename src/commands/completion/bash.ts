import { shellWord } from '../../core/base/shell.js'
import { spellings, takingValues, type VerbWords, type Words } from './words.js'

/**
 * After `apigw-cache`, the verbs; then what an option or a place takes, and else the options of the verb. Where a
 * value is open, bash offers files. `=` is a word of its own there. PURE.
 */
export function bash(words: Words): string {
  const all = Object.entries(words)
  const everywhere = takingValues(Object.values(words).flatMap(({ options }) => options))
  const verbs = shellWord(all.map(([verb]) => verb).join(' '))
  return `_apigw_cache() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local verb="" word words="" options="" skip="" at=0 valued=${list(everywhere)}
  case "$cur" in =) cur="" ;; *) case "$prev" in =) prev="\${COMP_WORDS[COMP_CWORD-2]}" ;; esac ;; esac
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case "$skip$word" in
      *=) skip=1 ;;
      1*) skip="" ;;
      -*) case "$valued" in *" $word "*) skip=1 ;; esac ;;
      *) if [ -n "$verb" ]; then at=$((at + 1)); else
        verb="$word"
        case "$verb" in
${all.map(([verb, { options }]) => `          ${verb}) valued=${list(takingValues(options))} ;;`).join('\n')}
        esac
      fi ;;
    esac
  done
  case "$verb" in
    "") words=${verbs} ;;
${all.map(([verb, { options }]) => `    ${verb}) options=${shellWord(options.map(({ long }) => long).join(' '))} ;;`).join('\n')}
  esac
  case "$verb $prev" in
${all.flatMap(afterOption).join('\n')}
    *) case "$valued" in *" $prev "*) COMPREPLY=(); return ;; esac
      case "$verb $at$cur" in
        *" "[0-9]-*) words="$options" ;;
${all.flatMap(atPlace).join('\n')}
        " "*) ;;
        *) words="$options" ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _apigw_cache apigw-cache
`
}

function afterOption([verb, { options }]: readonly [string, VerbWords]): readonly string[] {
  return options
    .filter(({ values }) => values.length > 0)
    .map((option) => {
      const named = spellings(option).map((spelling) => `"${verb} ${spelling}"`)
      return `    ${named.join('|')}) words=${shellWord(option.values.join(' '))} ;;`
    })
}

function atPlace([verb, { places }]: readonly [string, VerbWords]): readonly string[] {
  return places.map((values, at) => `        "${verb} ${at}"*) words=${shellWord(values.join(' '))} ;;`)
}

/** With spaces around each, so that one can be found in it. */
function list(spelled: readonly string[]): string {
  return shellWord(` ${spelled.join(' ')} `)
}
