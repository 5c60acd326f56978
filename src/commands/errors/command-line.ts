import type { Command, CommanderError } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'
import { oneOf } from '../flags/values.js'
import { ownNameFor } from './foreign-options.js'

interface Words {
  readonly message: string
  /** What to do; the command that shows the help follows. */
  readonly hint?: string | undefined
}

/** What commander says is about programs, not about what was typed, so only its codes and names are taken. */
const WORDS: Readonly<Record<string, (text: string, command: Command | undefined) => Words>> = {
  'commander.unknownOption': (text, command) => {
    const name = nameOfUnknown(quoted(text))
    if (command === undefined) return { message: `there is no verb, only ${name}`, hint: 'the verb comes first' }
    const own = ownNameFor(name, command)
    const hint = own === undefined ? meant(text) : `here that is ${own}`
    return { message: `${command.name()} has no option ${name}`, hint }
  },
  'commander.optionMissingArgument': (text) => ({
    message: `${nameIn(quoted(text))} has no value`,
    hint: quoted(text),
  }),
  'commander.missingMandatoryOptionValue': (text, command) => {
    const flags = quoted(text)
    const option = command?.options.find((one) => one.flags === flags)
    return { message: `${nameOf(command)} needs ${nameIn(flags)}`, hint: joined(flags, option?.description) }
  },
  'commander.missingArgument': (text, command) => {
    const argument = command?.registeredArguments.find((one) => one.name() === quoted(text))
    return { message: `${nameOf(command)} names no ${quoted(text)}`, hint: argument?.description }
  },
  'commander.invalidArgument': (text, command) => {
    const [, flags = '', value = ''] = /'([^']*)'[^']*'(.*)' is invalid/s.exec(text) ?? []
    const option = command?.options.find((one) => one.flags === flags)
    return {
      message: `${nameIn(flags)} is "${value}"`,
      hint: option?.argChoices && oneOf(value, option.argChoices),
    }
  },
  'commander.unknownCommand': (text) => ({ message: `there is no verb ${quoted(text)}`, hint: meant(text) }),
  'commander.excessArguments': (text, command) => {
    const [, most = '0', given] = /Expected (\d+) .* but got (\d+)/.exec(text) ?? []
    const takes = most === '0' ? 'nothing but options' : most === '1' ? 'one argument' : `${most} arguments`
    return {
      message: `${nameOf(command)} takes ${takes}, and ${given === '1' ? 'one is' : `${given} are`} there`,
    }
  },
}

/** Says what is wrong with a command line, and how it is right. */
export function commandLineError({ code, message }: CommanderError, command: Command | undefined): ApigwCacheError {
  const own = message.replace(/^error: /, '')
  const words: Words = WORDS[code]?.(own, command) ?? { message: own }
  const help = command === undefined ? 'apigw-cache --help' : `apigw-cache help ${command.name()}`
  return new ApigwCacheError('usage', 'unknown-command-line', words.message, {
    hint: words.hint ? `${words.hint}\n${help}` : help,
  })
}

/** Without its value, which may be a secret: `--size` of `--size=1`, `-H` of `-HAuthorization: x`. */
function nameOfUnknown(typed: string): string {
  return typed.startsWith('--') ? typed.replace(/=.*/s, '') : typed.slice(0, 2)
}

/** The first name in quotes. */
function quoted(text: string): string {
  return /'(.*?)'/s.exec(text)?.[1] ?? ''
}

function meant(text: string): string | undefined {
  const near = /\(Did you mean (.+)\?\)$/.exec(text)?.[1]
  return near && `did you mean ${near}?`
}

/** `--size` of `--size <gb>`, `--stage` of `-s, --stage <stage>`. */
function nameIn(flags: string): string {
  return /--[^\s,]+/.exec(flags)?.[0] ?? flags
}

function nameOf(command: Command | undefined): string {
  return command?.name() ?? 'it'
}

function joined(flags: string, description: string | undefined): string {
  return description ? `${flags}: ${description}` : flags
}
