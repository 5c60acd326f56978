import type { Command } from 'commander'
import { shellWord } from '../../core/base/shell.js'
import type { Choices } from '../../core/declare/choices.js'
import { parseRole } from '../../core/fleet/accounts.js'
import { parseShard, type Shard } from '../../core/fleet/shard.js'
import type { GlobalFlags } from '../flags/common.js'
import { externalId, regions, sessionName } from '../flags/fleet-values.js'
import { accepted, collect, notEmpty } from '../flags/values.js'

/** Flags of `plan` and `apply`. */
export interface DeclareFlags extends Omit<GlobalFlags, 'api' | 'stage'> {
  readonly file?: readonly string[]
  readonly target?: readonly string[]
  readonly deploy?: string | true
  readonly deployAll?: true
  readonly draftKeys?: true
  readonly takeOver?: true
  readonly acceptUnkeyed?: readonly string[]
  readonly acceptUnchecked?: true
  /** Files. */
  readonly targets?: string
  readonly accounts?: string
  readonly role?: readonly string[]
  readonly externalId?: string
  readonly sessionName?: string
  readonly regions?: readonly string[]
  readonly shard?: Shard
}

export function targetOption(command: Command): Command {
  return command.option(
    '--target <api/stage>',
    "only these stages, such as 'pets*/prod'; may be repeated",
    (text, earlier?: readonly string[]) => collect(notEmpty('--target')(text), earlier),
  )
}

/** Adds the options of which files and stages, and of what is decided. */
export function declareOptions(command: Command): Command {
  return targetOption(command)
    .option(
      '-f, --file <file>',
      'file, folder, or - for stdin; may be repeated (default: apigw-cache.yaml)',
      (text, earlier?: readonly string[]) => collect(notEmpty('--file')(text), earlier),
    )
    .option(
      '--targets <file>',
      'only the stages of this list: JSON lines as of list -o ndjson; - is stdin',
      notEmpty('--targets'),
    )
    .option('--regions <regions>', 'only stages in these regions, with commas between; or all', regions)
    .option(
      '--accounts <file>',
      'only stages in these accounts: JSON lines or CSV of account, role, externalId, regions; - is stdin',
      notEmpty('--accounts'),
    )
    .option('--shard <i/n>', 'only the accounts and regions that hash to part i of n', parseShard)
    .option(
      '--role <arn>',
      "assume this role for stages whose file names none; {account} stands for a stage's account",
      (text: string) => [parseRole(text)],
    )
    .option('--external-id <id>', 'what the owner of the role has asked for', externalId)
    .option('--session-name <name>', "as it stands in the account's logs (default: apigw-cache)", sessionName)
    .option('--deploy [api/stage]', 'also make the deployments that keys wait for, of all stages or a glob')
    .option('--deploy-all', 'publish with them what else is not deployed')
    .option('--draft-keys', 'write keys that wait into the API, for somebody else’s deployment')
    .option('--take-over', 'also change what another tool manages')
    .option(
      '--accept-unkeyed <method>',
      "cache 'GET /pets/{id}' without what tells its callers apart in the key; or all",
      accepted,
    )
    .option('--accept-unchecked', 'cache although the deployed API may not be read')
}

export function choicesOf(flags: DeclareFlags, managedBy: string | undefined): Choices {
  return {
    deploy: flags.deploy ?? false,
    deployAll: flags.deployAll ?? false,
    draftKeys: flags.draftKeys ?? false,
    takeOver: flags.takeOver ?? false,
    acceptUnkeyed: flags.acceptUnkeyed ?? [],
    acceptUnchecked: flags.acceptUnchecked ?? false,
    managedBy: managedBy ?? null,
  }
}

/** The flags that decide something, as they can be typed. */
export function flagWords(flags: DeclareFlags): readonly string[] {
  const { deploy, deployAll, draftKeys, takeOver, acceptUnkeyed = [], acceptUnchecked, target = [] } = flags
  const { targets, accounts } = flags
  return [
    ...target.map((one) => `--target ${shellWord(one)}`),
    ...(targets === undefined ? [] : [`--targets ${shellWord(targets)}`]),
    ...(accounts === undefined ? [] : [`--accounts ${shellWord(accounts)}`]),
    ...(flags.regions === undefined ? [] : [`--regions ${flags.regions.join(',')}`]),
    ...(flags.shard === undefined ? [] : [`--shard ${flags.shard.index}/${flags.shard.count}`]),
    ...(deploy === undefined ? [] : [deploy === true ? '--deploy' : `--deploy=${shellWord(deploy)}`]),
    ...(deployAll ? ['--deploy-all'] : []),
    ...(draftKeys ? ['--draft-keys'] : []),
    ...(takeOver ? ['--take-over'] : []),
    ...acceptUnkeyed.map((method) => `--accept-unkeyed ${shellWord(method)}`),
    ...(acceptUnchecked ? ['--accept-unchecked'] : []),
  ]
}
