import type { Command } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'
import { parseTag } from '../../core/find/tags.js'
import { parseShard } from '../../core/fleet/shard.js'
import type { FleetFlags } from './fleet-flags.js'
import { excluded, externalId, regions, role, sessionName } from './fleet-values.js'
import { notEmpty } from './values.js'

export function fleetOptions(command: Command): Command {
  return command
    .hook('preAction', (_, action) => checkFleetFlags(action.opts()))
    .optionsGroup('Accounts and regions:')
    .option('--regions <regions>', 'all that are switched on in the account, or names with commas between', regions)
    .option('--exclude-region <region>', 'leave this one out; repeatable', excluded)
    .option('--role <arn>', 'assume this role; repeatable; {account} stands for each one of --accounts', role)
    .option('--accounts <file>', 'JSON lines or CSV of account, role, externalId, regions; - is stdin')
    .option('--external-id <id>', 'what the owner of the role has asked for', externalId)
    .option('--session-name <name>', "as it stands in the account's logs (default: apigw-cache)", sessionName)
}

/** Adds the option that narrows the stages of any verb. */
export function tagOption(command: Command): Command {
  return command.option(
    '--tag <tag>',
    'only stages with this tag (or whose API has it): key=value, or key; repeatable',
    tag,
  )
}

function tag(text: string, earlier: readonly string[] = []): readonly string[] {
  parseTag(text)
  return [...earlier, text]
}

/** Adds the options of verbs that take their targets from elsewhere, a part of them, or what is left of them. */
export function targetsOptions(command: Command): Command {
  return resumeOption(partOptions(command))
}

/** Adds the options of verbs that take their targets from elsewhere, or a part of them. */
export function partOptions(command: Command): Command {
  return command
    .option(
      '--targets <file>',
      'JSON lines of account, region, api, stage, as list -o ndjson; - is stdin',
      notEmpty('--targets'),
    )
    .option('--shard <i/n>', 'only the accounts and regions that hash to part i of n', parseShard)
}

export function resumeOption(command: Command): Command {
  return command.option(
    '--resume <file>',
    'note here what is done; leave out what was, and repeat what failed',
    notEmpty('--resume'),
  )
}

/** Refuses what would do nothing. Errors: `usage`. */
function checkFleetFlags(
  flags: FleetFlags & {
    readonly region?: string
    readonly api?: readonly string[]
    readonly stage?: readonly string[]
  },
): void {
  const { regions: named, excludeRegion, role: roles, accounts, targets } = flags
  const others = { '--regions': named, '--region': flags.region, '--api': flags.api, '--stage': flags.stage }
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (targets !== undefined && other !== undefined) {
    throw new ApigwCacheError('usage', 'command-line', `--targets and ${other} exclude each other`, {
      hint: 'the file says which stages are meant',
    })
  }
  if (named && flags.region !== undefined) {
    throw new ApigwCacheError('usage', 'command-line', '--region and --regions exclude each other', {
      hint: 'leave one of them out',
    })
  }
  if (excludeRegion && !named && accounts === undefined && targets === undefined)
    throw alone('--exclude-region', '--regions all')
  if (roles || accounts !== undefined) return
  if (flags.externalId !== undefined) throw alone('--external-id', '--role ARN')
  if (flags.sessionName !== undefined) throw alone('--session-name', '--role ARN')
}

function alone(flag: string, other: string): ApigwCacheError {
  return new ApigwCacheError('usage', 'command-line', `${flag} says nothing by itself`, {
    hint: `add ${other}`,
  })
}
