import { shellWord, shellWords } from '../../core/base/shell.js'
import { clean } from '../../render/format/text.js'
import type { Advise } from './advise.js'

/** Errors of finding the stage. */
export const TARGETS: Readonly<Record<string, Advise>> = {
  'empty-api': () => ({ message: '--api is empty' }),
  'contradicting-stage': ({ stage, inApi }: { stage: string; inApi: string }) => ({
    message: `--stage says "${stage}", --api says "${inApi}"`,
  }),
  'no-such-api': ({ near }: { near?: string | null }) => ({
    hint:
      near === undefined
        ? 'check the name; another region needs --region'
        : near === null
          ? 'another region needs --region; HTTP and WebSocket APIs have no cache'
          : `did you mean --api ${shellWord(near)}? Another region needs --region`,
  }),
  'no-apis': () => ({ hint: 'another region needs --region' }),
  'no-such-stage': ({ near, names }: { near?: string | null; names?: readonly string[] }) => ({
    hint:
      names === undefined
        ? 'check --stage'
        : near
          ? `did you mean --stage ${shellWord(near)}?`
          : `there are: ${names.slice(0, 10).map(clean).join(', ')}`,
  }),
  'stage-of-api-not-meant': () => ({ hint: 'check --api' }),
  'nothing-fits': () => ({ hint: 'check --api, --stage and --tag; another region needs --region' }),
  'ambiguous-api': ({ ids }: { ids: readonly string[] }) => ({
    hint: `say which ones are meant: ${ids.map((id) => `--api ${shellWord(id)}`).join(', ')}`,
  }),
  'ambiguous-stage': ({ candidates, all = null }: Ambiguous) => ({
    hint: [
      `say which one is meant${all === null ? '' : ', or that all are'}:`,
      ...(all === null ? [] : [`  ${shellWords(...all)}   all of them`]),
      ...candidates.slice(0, SHOWN).map(candidateLine),
      ...more(candidates),
    ].join('\n'),
  }),
}

interface Ambiguous {
  readonly candidates: readonly Candidate[]
  /** The options that mean all of them, of a verb that takes several. */
  readonly all?: readonly string[] | null
}

interface Candidate {
  readonly id: string
  readonly name: string | null
  readonly stage: string
}

const SHOWN = 20

function candidateLine({ id, name, stage }: Candidate): string {
  return `  --api ${shellWord(id)} --stage ${shellWord(stage)}   ${clean(name ?? '')}`
}

function more({ length }: readonly Candidate[]): readonly string[] {
  return length > SHOWN ? [`  … and ${length - SHOWN} more`] : []
}
