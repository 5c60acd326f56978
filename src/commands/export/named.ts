import { ApigwCacheError } from '../../core/base/errors.js'
import { some } from '../../core/base/quantities.js'
import { isMeant } from '../../core/declare/choices.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { SelectorFlags } from '../session/meant.js'

const MOST_NAMES = 10

export interface TargetFlags extends SelectorFlags {
  /** Globs of `api/stage`. */
  readonly target?: readonly string[]
}

/**
 * Turns `--target api/stage` into the selectors that read no more than it takes. Errors: `usage` beside what says the
 * same.
 */
export function withSelectors<Flags extends TargetFlags>(flags: Flags): Flags {
  const { target } = flags
  if (target === undefined) return flags
  const others = { '--api': flags.api, '--stage': flags.stage, '--targets': flags.targets }
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (other !== undefined)
    throw new ApigwCacheError('usage', 'command-line', `--target and ${other} exclude each other`)
  const parts = target.map((glob) => {
    const at = glob.lastIndexOf('/')
    if (at > 0 && at < glob.length - 1) return { api: glob.slice(0, at), stage: glob.slice(at + 1) }
    throw new ApigwCacheError('usage', 'command-line', `--target is "${glob}"`, { hint: 'such as pets/prod' })
  })
  const unique = (values: readonly string[]) => [...new Set(values)]
  const [api, stage] = [unique(parts.map((one) => one.api)), unique(parts.map((one) => one.stage))]
  return { ...flags, api, stage }
}

/** Those of the pairs: the selectors also find the API of one pair with the stage of another. Errors: `usage`. */
export function pairsOf(stages: readonly OpenStage[], globs: readonly string[] | undefined): readonly OpenStage[] {
  if (globs === undefined) return stages
  const fits = (glob: string, { target: { api, stage } }: OpenStage) =>
    isMeant(glob, api.name === null ? [api.id] : [api.id, api.name], stage)
  const idle = globs.find((glob) => !stages.some((one) => fits(glob, one)))
  if (idle === undefined) return stages.filter((one) => globs.some((glob) => fits(glob, one)))
  const names = stages.map(({ target: { api, stage } }) => `${api.name ?? api.id}/${stage}`)
  throw new ApigwCacheError('usage', 'fits-nothing', `"${idle}" fits no stage`, {
    hint: names.length === 0 ? 'there is none' : `there are: ${some(names, MOST_NAMES)}`,
  })
}
