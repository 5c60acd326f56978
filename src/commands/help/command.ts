import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { nearName } from '../../core/base/near.js'
import { TOPICS } from '../../render/help.js'

export function help(program: Command, context: Context): void {
  program
    .command('help')
    .summary('help on a verb or a topic: exit-codes, environment')
    .argument('[subject...]')
    .action(async ([subject, ...words]: readonly string[]) => {
      if (subject === undefined) return program.outputHelp()
      const topic = TOPICS[subject]
      if (topic !== undefined) return context.io.out(topic)
      const verbs = program.commands.map((one) => one.name())
      if (!verbs.includes(subject)) {
        const near = nearName(subject, [...verbs, ...Object.keys(TOPICS)])
        const meant = near === null ? '' : `did you mean ${near}?\n`
        throw new ApigwCacheError('usage', 'command-line', `there is no help on "${subject}"`, {
          hint: `${meant}verbs: ${verbs.join(' ')}; topics: ${Object.keys(TOPICS).join(' ')}`,
        })
      }
      context.setExitCode(await context.run([subject, ...words, '--help']))
    })
}
