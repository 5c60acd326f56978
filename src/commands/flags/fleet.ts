import type { Command } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'
import { parseTag } from '../../core/find/tags.js'
import { parseRole } from '../../core/fleet/accounts.js'
import { isRegion } from '../../core/fleet/regions.js'
import { parseShard } from '../../core/fleet/shard.js'
import type { FleetFlags } from './fleet-flags.js'
import { notEmpty } from './values.js'

export function fleetOptions(command: Command): Command {
  return command
    .hook('preAction', (_, action) => checkFleetFlags(action.opts()))
    .optionsGroup('Accounts and regions:')
    .option(
      '--regions <regions>',
      'all that are switched on in the account, or names with commas between',
      regions,
    )
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
  return command
    .option(
      '--targets <file>',
      'JSON lines of account, region, api, stage, as list -o ndjson; - is stdin',
      notEmpty('--targets'),
    )
    .option('--shard <i/n>', 'only the accounts and regions that hash to part i of n', parseShard)
    .option(
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

function regions(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...namesIn('--regions', text, ['all'])]
}

function excluded(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...namesIn('--exclude-region', text, [])]
}

function namesIn(option: string, text: string, words: readonly string[]): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !words.includes(name) && !isRegion(name))
  if (wrong === undefined) return names
  throw new ApigwCacheError('usage', 'command-line', `${option} is "${text}"`, {
    hint: [...words, 'eu-west-1', 'eu-west-1,us-east-1'].join(', or '),
  })
}

function role(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, parseRole(text)]
}

function externalId(text: string): string {
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `--external-id is "${text}"`, {
    hint: 'two or more letters, digits and signs of + = , . @ : / -',
  })
}

function sessionName(text: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `--session-name is "${text}"`, {
    hint: '2 to 64 letters, digits and signs of + = , . @ -',
  })
}
