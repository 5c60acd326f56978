import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { isMeant } from '../../core/declare/choices.js'
import { readDeclaration } from '../../core/declare/document/declared.js'
import type { Connect } from '../../core/declare/read.js'
import type { WantedStage } from '../../core/declare/wanted.js'
import type { Session } from '../session/session.js'
import { readSources } from './files.js'
import type { DeclareFlags } from './options.js'

export interface Meant {
  /** The stages that are meant. */
  readonly wanted: readonly WantedStage[]
  /** How many the files have. */
  readonly listed: number
}

/** Reads the files and narrows them. Errors: `usage` with every mistake, and for a target that fits nothing. */
export async function readWanted(flags: DeclareFlags, context: Context): Promise<Meant> {
  const all = readDeclaration(await readSources(flags.file, context))
  const { target: patterns = [] } = flags
  const fits = (pattern: string, { api, apiName, stage }: WantedStage) =>
    isMeant(pattern, apiName === null ? [api] : [api, apiName], stage)
  const idle = patterns.find((pattern) => !all.some((one) => fits(pattern, one)))
  if (idle !== undefined) {
    const names = all.slice(0, 10).map(({ api, apiName, stage }) => `${apiName ?? api}/${stage}`)
    throw new ApigwCacheError('usage', 'command-line', `--target "${idle}" fits no stage of the files`, {
      hint: names.length === 0 ? 'they have none' : `there are: ${names.join(', ')}`,
    })
  }
  const wanted = all.filter((one) => patterns.length === 0 || patterns.some((pattern) => fits(pattern, one)))
  return { wanted, listed: all.length }
}

/** Narrows by account and region, which takes the connections to tell. Errors: `usage` where no region fits. */
export async function inPlaces(
  wanted: readonly WantedStage[],
  { regions, shard }: DeclareFlags,
  connect: Connect,
): Promise<readonly WantedStage[]> {
  if (!regions && !shard) return wanted
  const { isInShard } = await import('../../core/fleet/in-shard.js')
  const fitting: WantedStage[] = []
  const there = new Set<string>()
  for (const one of wanted) {
    const connection = await connect(one)
    const { region } = connection
    there.add(region)
    if (regions && !regions.includes(region)) continue
    if (shard && !isInShard({ account: one.account ?? (await connection.account()), region }, shard)) continue
    fitting.push(one)
  }
  const idle = regions?.find((region) => !there.has(region))
  if (idle === undefined) return fitting
  throw new ApigwCacheError('usage', 'command-line', `--regions "${idle}" fits no stage of the files`, {
    hint: `they are in ${[...there].join(', ')}`,
  })
}

/** Opens each account and region once. */
export function connecting(
  session: Session,
  { role: roles = [], externalId }: DeclareFlags,
  options: { readonly dryRun?: boolean | undefined } = {},
): Connect {
  const open = new Map<string, Promise<Connection>>()
  return ({ region, profile, role, account }) => {
    const arn = role ?? roles[0]?.replaceAll('{account}', account ?? '{account}') ?? null
    if (arn?.includes('{account}')) {
      throw new ApigwCacheError(
        'usage',
        'command-line',
        'the role is for {account}, which the file does not name',
      )
    }
    const key = JSON.stringify([region, profile, arn])
    const place = {
      region: region ?? undefined,
      profile: profile ?? undefined,
      role: arn === null ? undefined : { arn, externalId },
    }
    const known = open.get(key) ?? session.connect({ ...options, ...place })
    open.set(key, known)
    return known
  }
}
