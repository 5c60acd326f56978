import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { kindOf, type Outcomes } from '../../core/find/each.js'
import { isGlob } from '../../core/find/glob.js'
import type { Failed, Several } from '../../core/find/outcome.js'
import type { Failure, Selected, Selectors } from '../../core/find/select.js'
import { describe, type ResolvedTarget } from '../../core/find/target.js'
import { clean } from '../../render/format/text.js'
import { EXIT } from '../exit.js'
import type { GlobalFlags } from '../flags/common.js'
import type { Session } from './session.js'
import type { Settings } from './settings.js'

/** Flags of verbs that take several stages: `--api` and `--stage` may be repeated, and be globs. */
export interface SelectorFlags extends Omit<GlobalFlags, 'api' | 'stage'> {
  readonly api?: readonly string[]
  readonly stage?: readonly string[]
}

/** The flags as verbs for one stage have them; several of a kind are left to `selectorsOf`. */
export function oneStage<Flags extends SelectorFlags>(
  flags: Flags,
): Omit<Flags, 'api' | 'stage'> & { readonly api?: string; readonly stage?: string } {
  const { api, stage, ...rest } = flags
  const only = (given: readonly string[] | undefined) => (given?.length === 1 ? given[0] : undefined)
  const [one, other] = [only(api), only(stage)]
  return {
    ...rest,
    ...(one === undefined || isGlob(one) ? {} : { api: one }),
    ...(other === undefined || isGlob(other) ? {} : { stage: other }),
  }
}

/** Which stages are meant where it is not one: null for the usual single one. */
export function selectorsOf({ api, stage }: SelectorFlags, settings: Settings): Selectors | null {
  const apis = api ?? (settings.api === undefined ? [] : [settings.api])
  const stages = stage ?? (settings.stage === undefined ? [] : [settings.stage])
  const several = apis.length > 1 || stages.length > 1 || [...apis, ...stages].some(isGlob)
  return several ? { apis, stages } : null
}

export async function chooseStages(
  session: Session,
  connection: Connection,
  selectors: Selectors,
): Promise<Selected> {
  const { selectStages } = await import('../../core/find/select.js')
  return selectStages(connection, selectors, session.settings.account ?? null)
}

/** How many stages may be changed without saying how many. */
const UNSAID = 10

export interface SeveralFlags {
  readonly yes?: true
  readonly dryRun?: true
  readonly maxChanges?: number
}

/**
 * Shows which stages would be changed, and asks; `loss` is fetched only for the question. Errors: `usage` for more than `--max-changes`, or where nobody
 * is there to ask; `cancelled`.
 */
export async function agreeToStages(
  { io }: Pick<Context, 'io'>,
  targets: readonly ResolvedTarget[],
  doing: string,
  { yes, dryRun, maxChanges }: SeveralFlags,
  loss: () => Promise<readonly string[]> = async () => [],
): Promise<void> {
  const most = maxChanges ?? UNSAID
  const list = targets.map((one) => `  ${clean(describe(one))}`)
  io.err([`${doing} ${targets.length === 1 ? '1 stage' : `${targets.length} stages`}:`, ...list].join('\n'))
  if (targets.length > most && !dryRun) {
    throw new ApigwCacheError(
      'usage',
      'command-line',
      `${targets.length} stages fit, and that is more than ${most}`,
      {
        hint: `narrow --api and --stage, or repeat with --max-changes ${targets.length}`,
      },
    )
  }
  if (yes || dryRun) return
  if (!io.interactive) {
    throw new ApigwCacheError('usage', 'command-line', 'nobody is here to ask about these stages', {
      hint: 'repeat with --yes',
    })
  }
  const lines = [...(await loss()), `${doing} all of them?`]
  if (await io.confirm(lines.map(clean).join('\n'))) return
  throw new ApigwCacheError('cancelled', 'declined', 'nothing was changed')
}

/** The result of several stages, and what could not be done, for the exit code. */
export function severalOf<Result>(
  { done, failed }: Outcomes<Result>,
  earlier: readonly Failure[],
): Several<Result> & { readonly kind: ReturnType<typeof kindOf> } {
  const all = [...earlier, ...failed]
  return {
    stages: done,
    failed: all.map(({ target, message }): Failed => ({ target, message })),
    kind: kindOf(all),
  }
}

/** Each failure is told, and the exit code says that there was one; else `negative` stands. */
export function tellFailures(
  context: Pick<Context, 'setExitCode'>,
  session: Session,
  { failed, kind }: { readonly failed: readonly Failed[]; readonly kind: ReturnType<typeof kindOf> },
  negative: boolean,
): void {
  for (const { target, message } of failed) session.warn(`${nameOf(target)}: ${message}`)
  if (kind !== null) context.setExitCode(EXIT[kind])
  else if (negative) context.setExitCode(EXIT.negative)
}

function nameOf({ api, stage }: Failed['target']): string {
  const name = api === undefined ? 'an API' : `API ${api.name ?? '(no name)'} (${api.id})`
  return stage === undefined ? name : `stage ${stage} of ${name}`
}
