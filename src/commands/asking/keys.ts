import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { MethodChange } from '../../core/deploy/difference.js'
import type { DeployPreview } from '../../core/deploy/preview.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Owner } from '../../core/gateway/owner.js'
import { clean } from '../../render/format/text.js'
import { counted } from '../../render/format/units.js'
import type { WritingFlags } from '../flags/common.js'
import { type Asking, askToGoOn, confirmed } from './agree.js'
import { loadLine, placeLine, priceLine, stageLine } from './figures.js'

const NOT_COMPARED =
  'what cannot be compared goes live too: models, validators, gateway responses, resource policy, authorizers'

/** Demands `--yes` for a deployment before anything is read, if nobody can answer. Errors: `usage`. */
export function requireYesToDeploy({ yes, dryRun }: WritingFlags, { io }: Context): void {
  if (yes || dryRun || io.interactive) return
  throw new ApigwCacheError(
    'usage',
    'command-line',
    'a deployment publishes everything undeployed, and there is no terminal to ask on',
    {
      hint: 'repeat with --yes; --dry-run shows what would go live',
    },
  )
}

/** The owner's next deployment can drop the keys while caching stays on. */
export function askAboutOwner(asking: Asking, { tool, evidence }: Owner): Promise<void> {
  return askToGoOn(asking, {
    why: [`${tool} manages this (${evidence}): its next deployment can take the change back while caching stays on`],
    question: 'Change the keys all the same?',
    refused: `these are keys that ${tool} manages`,
  })
}

/** A deployment publishes every undeployed change, even those of others. */
export async function askAboutDeployment(
  { context: { io }, session, connection, flags: { yes, dryRun, deployAll } }: Asking,
  { target, record }: Pick<OpenStage, 'target' | 'record'>,
  { own, unnamed, others, cached, previous }: DeployPreview,
): Promise<void> {
  for (const change of own ? [own, ...others] : others) {
    session.warn(`the deployment also publishes: ${lineOf(change)}`)
  }
  const keys = keysLine(unnamed)
  if (keys !== null) session.warn(`the deployment also changes cache keys that were not named: ${keys}`)
  const unasked = keys !== null && (yes || !io.interactive)
  if ((others.length > 0 || unasked) && !deployAll) {
    const message =
      others.length > 0
        ? `${counted(others.length, 'other method')} would change as well`
        : `other cache keys of the method would change as well: ${keys}`
    if (!dryRun) {
      throw new ApigwCacheError('usage', 'command-line', message, {
        hint: 'repeat with --deploy-all, or deploy them first',
      })
    }
    session.warn(`would refuse without --deploy-all: ${message}`)
  }
  session.warn(NOT_COMPARED)
  if (yes) return
  const question = `Deploy to stage ${target.stage}, which runs deployment ${previous}?`
  const lost = cached ? 'every entry, as those of another deployment are not used' : 'nothing'
  if (dryRun) return io.err(clean(`would ask: ${stageLine(target)}; lost: ${lost}; ${question}`))
  const lines = [
    await placeLine(connection),
    stageLine(target),
    `lost: ${lost}; it takes some seconds.${cached ? ` ${await loadLine([{ connection, target }])}` : ''}`,
    priceLine([{ connection, record }], () => 'same'),
    question,
  ]
  await confirmed(io, lines.map(clean).join('\n'))
}

/** Marks gained keys with a plus and lost ones with a minus. */
function keysLine({ gained, lost }: DeployPreview['unnamed']): string | null {
  const changes = [...gained.map((key) => `+${key}`), ...lost.map((key) => `-${key}`)]
  return changes.length === 0 ? null : changes.map(clean).join(', ')
}

function lineOf({ method, path, kind, aspects }: MethodChange): string {
  const what = aspects.length === 0 ? '' : ` (${aspects.join(', ')})`
  return `${method} ${path} ${kind}${what}`
}
