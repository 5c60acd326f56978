import type { Advise } from './advise.js'

/** Looking at a stage, and judging it. */
export const JUDGING: Readonly<Record<string, Advise>> = {
  'period-not-kept': ({ period }: { period: number }) => ({ hint: `--period ${period}, or a later --since` }),
  'period-too-fine': ({ period }: { period: number }) => ({
    hint: `--period ${period}, or a shorter window`,
  }),
}
