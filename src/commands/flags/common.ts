import { type Command, Option } from 'commander'
import { DEFAULT_TIMEOUT_MS } from '../../core/change/options.js'
import { FORMATS, type Format } from '../../render/format/formats.js'
import type { ColorMode } from '../../render/format/style.js'
import { accepted, accountId, api, colorMode, duration, format, integer, notEmpty, rate } from './values.js'

/** Flags of every verb that talks to AWS, from commander. */
export interface GlobalFlags {
  readonly api?: string
  readonly stage?: string
  readonly account?: string
  readonly region?: string
  readonly profile?: string
  readonly endpointUrl?: string
  readonly output?: Format
  readonly json?: true
  readonly query?: string
  readonly rate?: number
  readonly quiet?: true
  readonly verbose?: true
  readonly debug?: true
  readonly color?: ColorMode | false
  readonly config?: string
}

export interface WritingFlags {
  readonly yes?: true
  readonly dryRun?: true
}

/** Flags of verbs that may newly cache a method. */
export interface UnkeyedFlags extends WritingFlags {
  readonly acceptUnkeyed?: readonly string[]
  readonly acceptUnchecked?: true
}

/** Adds the flags that answer questions about wrong data; `what` is the help of the first. */
export function unkeyedOptions(command: Command, what: string): Command {
  return command
    .option('--accept-unkeyed <method>', what, accepted)
    .option('--accept-unchecked', 'go on where the deployed API may not be read to check its cache keys')
}

export interface WaitingFlags {
  readonly wait: boolean
  readonly timeout: number
}

/** Adds a verb with the options that all verbs have. */
export function verb(program: Command, name: string, summary: string): Command {
  return program
    .command(name)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .helpOption('-h, --help', 'show this help')
}

export function outputOptions(command: Command): Command {
  return command
    .optionsGroup('Global options:')
    .option('-o, --output <format>', `${FORMATS.join(', ')} (APIGW_CACHE_OUTPUT; default table)`, format)
    .option('--json', 'short for -o json')
    .option('--query <jmespath>', 'apply this to the JSON result, as the AWS CLI does')
    .option('-q, --quiet', 'only the result and errors')
    .option('-v, --verbose', 'show every request and retry')
    .option('--debug', 'as --verbose, with stacks of errors')
    .addOption(new Option('--color <when>', 'auto, always or never').argParser(colorMode))
    .option('--no-color', 'short for --color never')
}

export function connectionOptions(command: Command): Command {
  return outputOptions(command)
    .option('--account <id>', 'refuse when the credentials belong to another account (APIGW_CACHE_ACCOUNT)', accountId)
    .option('--region <region>', 'AWS region (AWS_REGION, AWS_DEFAULT_REGION, profile)')
    .option('--profile <name>', 'profile of the AWS configuration files (AWS_PROFILE)')
    .option('--endpoint-url <url>', 'API Gateway, CloudWatch, STS and Account at this address (AWS_ENDPOINT_URL)')
    .option('--rate <n>', 'control-plane calls a second, such as 5/s', rate)
    .option('--config <file>', 'instead of apigw-cache.config.yaml, .yml or .json in this folder or its parents')
}

export function targetOptions(command: Command): Command {
  return connectionOptions(
    command
      .optionsGroup('Target:')
      .option('-a, --api <api>', 'REST API: id, exact name, ARN or invoke URL (APIGW_CACHE_API)', api)
      .option('-s, --stage <stage>', 'stage (APIGW_CACHE_STAGE)', notEmpty('--stage')),
  )
}

/** Adds the options that may stand before any verb, and the limit of its duration. */
export function globalOptions(command: Command): Command {
  return targetOptions(command).addOption(timeoutOption())
}

export function writingOptions(command: Command): Command {
  return command
    .option('-y, --yes', 'do not ask about what is lost')
    .option('--dry-run', 'print the requests that would be sent; send only reads')
}

/** Adds the options of verbs that may change several stages. */
export function severalOptions(command: Command): Command {
  return command.option(
    '--max-changes <n>',
    'change at most this many stages (needed above ten)',
    integer('--max-changes', 1, 100_000),
  )
}

export function waitingOptions(command: Command): Command {
  return command.option('--no-wait', 'return as soon as AWS has accepted the change').addOption(timeoutOption())
}

export function timeoutOption(): Option {
  return new Option('--timeout <duration>', 'give up waiting after this long, such as 90s or 15m')
    .argParser(duration)
    .default(DEFAULT_TIMEOUT_MS, '15m')
}

export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  apigw-cache ${line}\n`).join('')}`)
}
