import { Argument, Command, type Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { examples, verb } from '../flags/common.js'
import { VERBS } from '../verbs.js'
import { SCRIPTS, type Shell } from './scripts.js'
import { OPTION_VALUES, WORD_VALUES } from './values.js'
import type { OptionWords, Words } from './words.js'

export function completion(program: Command, context: Context): void {
  const command = verb(program, 'completion', 'print a script that completes verbs and options in a shell')
    .addArgument(new Argument('<shell>', Object.keys(SCRIPTS).join(', ')).argParser(shell))
    .action(async (chosen: Shell) => context.io.out(SCRIPTS[chosen](await words(context))))
  examples(
    command,
    'completion bash >> ~/.bashrc',
    'completion zsh >> ~/.zshrc',
    'completion fish > ~/.config/fish/completions/apigw-cache.fish',
  )
}

/** Every verb with its options, and what they take. */
async function words(context: Context): Promise<Words> {
  const all = await Promise.all(
    Object.entries(VERBS).map(async ([name, { summary, load }]) => {
      const program = new Command()
      ;(await load())(program, context)
      const options = program.commands[0]?.options.flatMap(optionWords) ?? []
      return [name, { summary, options: [...options, HELP], places: WORD_VALUES[name] ?? [] }] as const
    }),
  )
  return Object.fromEntries(all)
}

const HELP: OptionWords = { long: '--help', short: '-h', takesValue: false, values: [] }

function optionWords({ long, short, required, argChoices }: Option): readonly OptionWords[] {
  if (!long) return []
  const values = required ? (argChoices ?? OPTION_VALUES[long] ?? []) : []
  return [{ long, short: short ?? null, takesValue: required, values }]
}

function shell(text: string): Shell {
  if (text === 'bash' || text === 'zsh' || text === 'fish') return text
  throw new ApigwCacheError('usage', 'command-line', `there is no completion for "${text}"`, {
    hint: Object.keys(SCRIPTS).join(', '),
  })
}
