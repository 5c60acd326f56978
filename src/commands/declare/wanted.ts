import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { readDeclaration } from '../../core/declare/document/declared.js'
import { digest } from '../../core/declare/fingerprint.js'
import type { Connect } from '../../core/declare/read.js'
import type { WantedSelection } from '../../core/declare/selection.js'
import type { WantedStage } from '../../core/declare/wanted.js'
import { type Account, accountsOf } from '../../core/fleet/accounts.js'
import { readAccounts, readTargets } from '../session/lists.js'
import { guard, type Session } from '../session/session.js'
import { readSources } from './files.js'
import type { DeclareFlags } from './options.js'

/** What files and lists say, before anything is sent. */
export interface Files {
  readonly all: readonly WantedStage[]
  readonly selection: WantedSelection
  /** A hash of what the files say. */
  readonly digest: string
}

/** Reads the files, and the lists that narrow them. Errors: `usage` with every mistake. */
export async function readFiles(flags: DeclareFlags, context: Context): Promise<Files> {
  const sources = await readSources(flags.file, context)
  const all = readDeclaration(sources)
  const listed = flags.accounts === undefined ? undefined : await readAccounts(flags.accounts, context)
  const targets = flags.targets === undefined ? undefined : await readTargets(flags.targets, context)
  const known = listed && accountsOf(listed, flags.role ?? [], flags.externalId ?? null)
  const accounts = known?.filter(({ isSuspended }) => !isSuspended)
  const { target: globs, regions, shard } = flags
  return {
    all: withRoles(all, flags, known),
    selection: { globs, targets, regions, accounts, shard },
    digest: digest(sources.map(({ text }) => text)),
  }
}

/**
 * Says of each stage which role leads to it: what its file says counts before what the flags say. Errors: `usage` for a
 * role of an account that nobody names.
 */
export function withRoles(
  wanted: readonly WantedStage[],
  { role: roles = [], externalId }: DeclareFlags,
  accounts: readonly Account[] = [],
): readonly WantedStage[] {
  return wanted.map((one) => {
    const listed = accounts.find(({ id }) => id !== null && id === one.account)
    const given = listed ? listed.role : (roles[0]?.replaceAll('{account}', one.account ?? '{account}') ?? null)
    const role = one.role ?? given
    if (role?.includes('{account}')) {
      const message = 'the role is for {account}, which the file does not name'
      throw new ApigwCacheError('usage', 'command-line', message)
    }
    if (role === null) return one
    return { ...one, role, externalId: one.externalId ?? listed?.externalId ?? externalId ?? null }
  })
}

/** Opens each account and region once. */
export function connecting(
  session: Session,
  { sessionName }: DeclareFlags,
  options: { readonly dryRun?: boolean | undefined } = {},
): Connect {
  const open = new Map<string, Promise<Connection>>()
  const opened = async (place: Parameters<Session['connect']>[0]) => {
    const connection = await session.connect(place)
    // Of an assumed role it is the account that counts, not that of the credentials.
    await guard(connection, session.settings.account)
    return connection
  }
  return ({ region, profile, role, externalId }) => {
    const key = JSON.stringify([region, profile, role, externalId])
    const place = {
      region: region ?? undefined,
      profile: profile ?? undefined,
      role: role === null ? undefined : { arn: role, externalId: externalId ?? undefined, sessionName },
    }
    const known = open.get(key) ?? opened({ ...options, ...place })
    open.set(key, known)
    return known
  }
}
