import { type OptionWords, takingValues, type Words } from './words.js'

/**
 * After `apigw-cache`, the verbs; then what an option or a place takes, and the options of the verb. Where a value
 * is open, fish offers files. PURE.
 */
export function fish(words: Words): string {
  const all = Object.entries(words)
  const valued = takingValues(Object.values(words).flatMap(({ options }) => options))
  const lines = all.flatMap(([verb, { summary, options, places }]) => [
    `complete -c apigw-cache -n '__apigw_cache_at ""' -f -a ${verb} -d ${fishWord(summary)}`,
    ...places.map(
      (values, at) => `complete -c apigw-cache -n '__apigw_cache_at ${verb} ${at}' -f -a ${fishWord(values.join(' '))}`,
    ),
    ...options.map((option) => `complete -c apigw-cache -n '__apigw_cache_at ${verb}' ${optionWords(option)}`),
  ])
  return `${FUNCTIONS.replace('VALUED', valued.join(' '))}${lines.join('\n')}\n`
}

/** The words so far without options and their values; whether they are a verb and so many more. */
const FUNCTIONS = `function __apigw_cache_words
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word VALUED
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end
function __apigw_cache_at -a verb at
    set -l words (__apigw_cache_words)
    test "$words[1]" = "$verb"; or return 1
    test -z "$at"; or test (count $words) -eq (math $at + 1)
end
`

function optionWords(option: OptionWords): string {
  const { long, short, takesValue, values } = option
  const named = [`-l ${long.slice(2)}`, ...(short === null ? [] : [`-s ${short.slice(1)}`])]
  if (values.length > 0) return `${named.join(' ')} -x -a ${fishWord(values.join(' '))}`
  return `${named.join(' ')}${takesValue ? ' -r' : ''}`
}

function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
