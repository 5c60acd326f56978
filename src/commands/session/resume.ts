import type { Context } from '../../context.js'
import type { ApigwCacheError } from '../../core/base/errors.js'
import { doneIn, keyOf, optionsHash, type ResumeLine } from '../../core/fleet/resume.js'
import type { Target } from '../../core/gateway/model.js'

/** What of the targets is done already. */
export interface Resume {
  /** `api` is its id or its name; both null for a whole account and region. */
  isDone(place: Pick<Target, 'account' | 'region'>, api: string | null, stage: string | null): boolean
  /** Notes at once that a target is finished. */
  finished(target: Partial<Target>, error?: ApigwCacheError): Promise<void>
}

const NOTHING_DONE: Resume = { isDone: () => false, finished: async () => {} }

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
  'timeout',
  'profile',
  'targets',
  'shard',
  'resume',
])

/** Opens the file before the first request. Errors: `usage`. */
export async function openResume(
  verb: string,
  flags: { readonly resume?: string },
  { readFile, appendFile }: Pick<Context, 'readFile' | 'appendFile'>,
): Promise<Resume> {
  const { resume: file } = flags
  if (file === undefined) return NOTHING_DONE
  const options = optionsHash(Object.entries(flags).filter(([name]) => !NOT_WORK.has(name)))
  const text = (await readFile(file)) ?? ''
  const done = doneIn(file, text, verb, options)
  // What was torn ends here, so that the next line is whole.
  await appendFile(file, text === '' || text.endsWith('\n') ? '' : '\n')
  return {
    isDone: ({ account, region }, api, stage) => done.has(keyOf(account, region, api, stage)),
    async finished({ account, region, api, stage }, error) {
      const line: ResumeLine = {
        target: { account, region, api, stage },
        verb,
        options,
        ...(error ? { outcome: 'failed', message: error.message } : { outcome: 'done' }),
      }
      await appendFile(file, `${JSON.stringify(line)}\n`)
    },
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
