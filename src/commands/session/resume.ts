import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { some } from '../../core/base/quantities.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { doneIn, keyOf, optionsHash, type ResumeLine, type Verdict } from '../../core/fleet/resume.js'
import type { Target } from '../../core/gateway/model.js'
import { clean } from '../../render/format/text.js'
import { EXIT } from '../exit.js'

/** What of the targets is done already. */
export interface Resume {
  /** Undefined where it is to be done. `api` is its id or its name; both null for a whole account and region. */
  verdictOf(place: Pick<Target, 'account' | 'region'>, api: string | null, stage: string | null): Verdict | undefined
  /** Notes at once that a target is finished. */
  finished(target: Partial<Target>, how?: Verdict | ApigwCacheError): Promise<void>
}

const NOTHING_DONE: Resume = { verdictOf: () => undefined, finished: async () => {} }

/** Flags that say how to speak, how fast, and which targets, but not what to do. */
const NOT_WORK = new Set([
  'output',
  'json',
  'query',
  'quiet',
  'verbose',
  'debug',
  'color',
  'rate',
  'config',
  'yes',
  'maxChanges',
  'maxStages',
  'maxRemovals',
  'maxFailures',
  'parallel',
  'backup',
  'timeout',
  'profile',
  'targets',
  'shard',
  'resume',
])

/** Opens the file before the first request. Errors: `usage`. */
export async function openResume(
  verb: string,
  flags: { readonly resume?: string; readonly digest?: string },
  { readFile, appendFile, io, setExitCode }: Pick<Context, 'readFile' | 'appendFile' | 'io' | 'setExitCode'>,
): Promise<Resume> {
  const { resume: file } = flags
  if (file === undefined) return NOTHING_DONE
  const options = optionsHash(Object.entries(flags).filter(([name]) => !NOT_WORK.has(name)))
  const text = (await readFile(file)) ?? ''
  const done = doneIn(file, text, verb, options)
  // What was torn ends here, so that the next line is whole.
  await appendFile(file, text === '' || text.endsWith('\n') ? '' : '\n')
  let isTold = false
  return {
    verdictOf: ({ account, region }, api, stage) => done.get(keyOf(account, region, api, stage)),
    async finished({ account, region, api, stage }, how = 'done') {
      const line: ResumeLine = {
        target: { account, region, api, stage },
        verb,
        options,
        ...(typeof how === 'string' ? { outcome: how } : { outcome: 'failed', message: how.message }),
      }
      try {
        await appendFile(file, `${JSON.stringify(line)}\n`)
      } catch (error) {
        // What was done to a stage is not undone by a full disk, and is told with the result.
        if (!(error instanceof ApigwCacheError)) throw error
        if (!isTold) io.err(`warning: ${clean(error.message)}: another run will repeat what is not noted there`)
        isTold = true
        setExitCode(EXIT.failure)
      }
    },
  }
}

/** What is said of what is left out: without it a run that has nothing to do looks like one that found nothing. */
export function leftOut(of: string, nos: readonly string[]): string {
  const verdicts = nos.length === 0 ? '' : `; the answer was a no for ${some(nos, NAMED)}`
  return `${of} left out, done before${verdicts}`
}

const NAMED = 3

/** Notes that a stage is finished as soon as it is, in any way but an interruption. */
export async function noting<R>(
  { target }: OpenStage,
  work: Promise<R>,
  resume?: Resume,
  isNo: (result: R) => boolean = () => false,
): Promise<R> {
  try {
    const result = await work
    await resume?.finished(target, isNo(result) ? 'negative' : 'done')
    return result
  } catch (error) {
    const isFailure = error instanceof ApigwCacheError && !['interrupted', 'cancelled'].includes(error.kind)
    if (isFailure) await resume?.finished(target, error)
    throw error
  }
}

/** Notes everything when it is told to, and nothing before. */
export function later(resume: Resume): Resume & { readonly flush: () => Promise<void> } {
  const finished: Parameters<Resume['finished']>[] = []
  return {
    ...resume,
    finished: async (...one) => void finished.push(one),
    async flush() {
      for (const one of finished.splice(0)) await resume.finished(...one)
    },
  }
}
