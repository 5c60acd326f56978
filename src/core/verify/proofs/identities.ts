import type { HttpRequest } from '../../base/http.js'
import { IDENTITY } from '../../request/variants.js'
import type { Check } from '../report.js'
import type { Proof } from './proof.js'
import { findingOf, type VariantsSay, weighVariants } from './variants.js'

export interface IdentitiesOptions {
  /** Headers of two callers. Fails where the second is answered with what had been stored for the first. */
  readonly identities?: readonly HttpRequest['headers'][] | undefined
}

export const identities: Proof<'identities', IdentitiesOptions, null, VariantsSay> = {
  id: 'identities',
  checkId: 'identity',
  input: {
    kind: 'headers',
    name: 'identities',
    value: 'header',
    summary: "'Name: value' of a caller; twice: neither may get the other's answer",
  },
  decisive: true,
  sends: () => [],
  requires: () => [],
  take: { with: 'probes' },
  weigh: (_, evidence) => weighVariants(evidence),
  check(said) {
    const asked = said.series.some(({ variant }) => variant.values.some(({ dimension }) => dimension === IDENTITY))
    return asked ? [checkOf(said)] : []
  },
  because: findingOf,
  rows: () => [],
}

function checkOf({ series, shared, alike }: VariantsSay): Omit<Check, 'id'> {
  const leak = shared.find(({ dimension }) => dimension === IDENTITY)
  if (leak) {
    const detail = `${leak.other} was answered with the stored answer of ${leak.owner}`
    return { outcome: 'fail', detail }
  }
  if (alike || series.some(({ repeats }) => repeats === 'unknown')) {
    const detail = 'nothing tells whether both identities were given one entry'
    return { outcome: 'unknown', detail }
  }
  return { outcome: 'pass', detail: "neither identity was given the other's answer" }
}
