import type { Observation } from '../../answer/observation.js'
import type { Trial } from '../subject.js'

/** A clock of seconds and one that is behind it by one: so late a fresh answer has another time on both. */
const TICKS_BETWEEN_VALUES = 2

/** Asks for each variant in turn, again and again, so that each is asked for after the others were. */
export async function probeVariants({ request, probing, probes, controls }: Trial): Promise<void> {
  const [main, ...others] = request.variants
  const series = others.map((variant) => ({ variant, answers: [] as Observation[] }))
  probing.newPhase()
  for (let round = 0; round < request.samples; round++) {
    probes.push(await probing.ask({ variant: main }))
    const ticks = round === 0 ? TICKS_BETWEEN_VALUES : 1
    for (const { variant, answers } of series) answers.push(await probing.ask({ variant, ticks }))
  }
  controls.push(
    ...series.map(({ variant: { label, values }, answers }) => {
      return { kind: 'variant', variant: { label, values }, answers } as const
    }),
  )
}
