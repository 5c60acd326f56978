import { Argument, type Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import {
  examples,
  severalOptions,
  timeoutOption,
  type UnkeyedFlags,
  unkeyedOptions,
  verb,
  writingOptions,
} from '../flags/common.js'
import { selectorOptions } from '../flags/selectors.js'
import type { SeveralTargets } from '../session/each-stage.js'

export type KeysAction = 'list' | 'add' | 'remove'

export interface KeysFlags extends SeveralTargets, UnkeyedFlags {
  readonly skipMissing?: true
  readonly deploy?: true
  readonly deployAll?: true
  readonly force?: true
  readonly timeout: number
}

export function keys(program: Command, context: Context): void {
  const base = verb(program, 'keys', 'show, add and remove the cache key parameters of a method')
    .addArgument(new Argument('<action>', 'list, add or remove').argParser(action))
    .argument('[words...]', 'METHOD PATH, and for add and remove the keys')
    .option('--deploy', 'make the change live: publishes every undeployed change of the API')
    .option('--deploy-all', 'also where methods other than this one would change')
    .option('--force', 'add a mapping to a proxy integration (which makes it fail)')
  const command = unkeyedOptions(base, "let 'GET /pets/{id}' be cached without what is removed from its key; or all")
    .option('--skip-missing', 'of several stages, leave out those that do not have the method')
    .addOption(timeoutOption())
    .addHelpText('after', NOTES)
  selectorOptions(severalOptions(writingOptions(command))).action(
    async (what: KeysAction, words: readonly string[], flags: KeysFlags) => {
      const { runKeys } = await import('./run.js')
      await runKeys(what, words, flags, context)
    },
  )
  examples(
    command,
    'keys list --stage prod',
    'keys add GET /users querystring.type --stage prod',
    "keys add 'GET /pets/{id}' path.id header.Accept --stage prod --deploy",
    'keys add POST /search integration.header.Body=method.request.body --stage prod',
    'keys remove GET /users querystring.type --stage prod --dry-run',
  )
}

const NOTES = `
Keys: path.<name>, querystring.<name>, header.<name>, integration.header.<name>=<source>.
Nothing is live until a deployment. A request without the parameter has an entry of its own:
there is no way to cache only requests that have it. Parameters with several values cannot be keys.
`

function action(text: string): KeysAction {
  if (text === 'list' || text === 'add' || text === 'remove') return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not something to do with keys`, {
    hint: 'list, add or remove',
  })
}
