import { ApigwCacheError } from '../base/errors.js'
import { inParts, tellingWrites } from '../change/ending.js'
import type { AskingOptions } from '../change/options.js'
import { readingMethodsOnce } from '../find/methods.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import { methodKey } from '../gateway/settings.js'
import { setDefaults } from '../settings/defaults.js'
import { cleanStrays, removeOverride, setOverride } from '../settings/override.js'
import type { SettingsQuestion } from '../settings/questions.js'
import { type Diagnosis, type DoctorOptions, diagnose } from './doctor.js'
import type { DoctorReport } from './report.js'
import { AUTHORIZED, bySafety, type SafeFix, stepOf, UNCACHED } from './safe-fix.js'

/** May these changes be made? Each is safe. */
export interface FixQuestion {
  readonly kind: 'fixes'
  /** One for each change; run by hand they do the same. */
  readonly commands: readonly string[]
}

export interface FixOptions extends DoctorOptions, AskingOptions<FixQuestion> {
  /** Told after each. */
  readonly onFixed?: ((command: string) => void) | undefined
}

/**
 * Judges a stage, makes the changes that are safe, and judges it again: the report has what is left, and in
 * `fixed` what was done. Each write is read back. Errors: as `readDoctor`, and those of a change.
 */
export async function fixDoctor(stage: OpenStage, options: FixOptions = {}): Promise<DoctorReport> {
  const reading = readingMethodsOnce(stage)
  const diagnosis = await diagnose(reading, options)
  const todo = todoOf(diagnosis, stage)
  if (todo.length === 0) return { ...diagnosis.report, fixed: [] }
  await options.onAsk?.({ kind: 'fixes', commands: todo.map(({ command }) => command) })
  const fixed: NonNullable<DoctorReport['fixed']>[number][] = []
  await inParts(stage, async () => {
    for (const { fix, command, findings } of todo) {
      await apply(reading, fix, options)
      options.onFixed?.(command)
      fixed.push(
        ...findings.map((finding) => {
          const { rule, method, path } = finding
          return { rule, method, path, command, ...cureOf(finding, fix, command, stage) }
        }),
      )
    }
  })
  const { report } = await tellingWrites(stage, async () =>
    diagnose({ ...reading, record: await readRecord(stage) }, options),
  )
  return { ...report, fixed }
}

/** Turning caching off stops the harm; what the finding itself advises lets it be on again. */
function cureOf(
  finding: DoctorReport['findings'][number],
  fix: SafeFix,
  command: string,
  { target, connection: { spelling } }: OpenStage,
): { readonly cure?: readonly string[] } {
  if (fix.kind !== 'uncache' || finding.fix === command) return {}
  const words = [fix.ref.method, fix.ref.path]
  const on = spelling.step({ verb: 'override', words, options: { caching: true }, target })
  return { cure: [finding.fix, on] }
}

interface Todo {
  readonly fix: SafeFix
  readonly command: string
  readonly findings: DoctorReport['findings']
}

/** One change may answer several findings; a method that is not cached any more needs nothing else. */
function todoOf({ fixes }: Diagnosis, { target, connection }: OpenStage): readonly Todo[] {
  const todo = new Map<string, Todo>()
  const uncached = fixes.flatMap(({ fix }) => (fix.kind === 'uncache' ? [methodKey(fix.ref)] : []))
  const isMoot = (fix: SafeFix) =>
    fix.kind === 'require-authorization' && fix.ref !== null && uncached.includes(methodKey(fix.ref))
  for (const { fix, finding } of fixes) {
    if (isMoot(fix)) continue
    const command = connection.spelling.step({ ...stepOf(fix), target })
    const findings = [...(todo.get(command)?.findings ?? []), finding]
    todo.set(command, { fix, command, findings })
  }
  return [...todo.values()].sort((a, b) => bySafety(a.fix, b.fix))
}

async function apply(
  stage: OpenStage,
  fix: SafeFix,
  { wait, timeoutMs, onProgress, onNote }: FixOptions,
): Promise<void> {
  const options = { wait, timeoutMs, onProgress, onNote, onAsk: nothingElse }
  switch (fix.kind) {
    case 'uncache':
      await setOverride(stage, { ...options, method: fix.ref, settings: UNCACHED })
      return
    case 'require-authorization':
      await (fix.ref === null
        ? setDefaults(stage, { ...options, settings: AUTHORIZED })
        : setOverride(stage, { ...options, method: fix.ref, settings: AUTHORIZED }))
      return
    case 'remove-override':
      await removeOverride(stage, { ...options, method: fix.ref })
      return
    case 'clean-strays':
      await cleanStrays(stage, options)
      return
  }
}

/** No question comes up for a change that is safe, unless the stage has changed since it was judged. */
async function nothingElse({ kind }: SettingsQuestion): Promise<void> {
  // Moving and removing is what was agreed to.
  if (kind === 'strays') return
  const message = 'the stage was changed in the meantime, and the fix is not safe any more'
  throw new ApigwCacheError('failure', 'not-safe-any-more', message, { hint: 'repeat the command' })
}
