import type { Command } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'

/** Refuses `--encrypt` together with `--no-encrypt`, of which commander takes the last. Errors: `usage`. */
export function refuseOpposites(program: Command): void {
  for (const command of program.commands) {
    const names = new Set(command.options.map((option) => option.long))
    for (const { negate, long } of command.options) {
      const positive = long?.replace('--no-', '--')
      if (negate && positive && names.has(positive)) refusePair(command, positive.slice(2))
    }
  }
}

function refusePair(command: Command, name: string): void {
  const seen = new Set<string>()
  for (const one of [name, `no-${name}`]) {
    command.on(`option:${one}`, () => {
      seen.add(one)
      if (seen.size === 1) return
      throw new ApigwCacheError('usage', 'command-line', `--${name} and --no-${name} exclude each other`, {
        hint: 'leave one of them out',
      })
    })
  }
}
