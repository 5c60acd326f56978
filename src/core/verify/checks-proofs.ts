import { controlsOf, type Evidence, type Known } from './evidence.js'
import type { InvalidationOutcome } from './proofs/invalidation-weigh.js'
import type { Proofs } from './proofs/proofs.js'
import type { VariantsProof } from './proofs/variants-weigh.js'
import type { VerifyReport } from './report.js'

type Check = VerifyReport['checks'][number]

/** A line for each control that was taken. */
export function controlChecks(evidence: Evidence, proofs: Proofs): readonly Check[] {
  const { variants, metrics } = proofs
  return [
    ...(variants ? variantChecks(variants, evidence) : []),
    ...flushCheck(evidence, proofs),
    ...invalidationCheck(evidence, proofs),
    ...expiryCheck(evidence, proofs),
    ...(metrics ? [metricsCheck(metrics, evidence)] : []),
  ]
}

/** `vary` for values, `identity` for callers: what one of them gets must not be the other's. */
function variantChecks(variants: VariantsProof, evidence: Evidence): readonly Check[] {
  const identities = variants.series.some(({ variant }) =>
    variant.values.some(({ dimension }) => dimension === IDENTITY),
  )
  const values = variants.series.some(({ variant }) =>
    variant.values.some(({ dimension }) => dimension !== IDENTITY),
  )
  return [
    ...(values ? [varyCheck(variants, evidence)] : []),
    ...(identities ? [identityCheck(variants)] : []),
  ]
}

const IDENTITY = 'identity'

function varyCheck({ series, shared }: VariantsProof, { known, expected }: Evidence): Check {
  const [found] = shared.filter(({ dimension }) => dimension !== IDENTITY)
  if (found) {
    const { dimension, owner, other } = found
    const keyed = known?.keys?.some((key) => key.toLowerCase() === dimension.toLowerCase())
    const why = keyed
      ? `${dimension} is in the stage's cache key, but not in that of another cache which answers`
      : `${dimension} is not in the cache key`
    return { id: 'vary', outcome: 'fail', detail: `${other} was answered with the entry of ${owner}: ${why}` }
  }
  const by = (repeats: string) => series.filter((one) => one.repeats === repeats)
  const names = (list: typeof series) => list.map(({ variant }) => variant.label).join(', ')
  const fresh = by('new')
  if (fresh.length > 0 && (fresh.length < series.length || expected === 'cached')) {
    return { id: 'vary', outcome: 'fail', detail: `every answer was a new one for ${names(fresh)}` }
  }
  if (fresh.length === series.length) {
    return { id: 'vary', outcome: 'pass', detail: 'every answer was a new one for each value' }
  }
  const open = by('unknown')
  return open.length > 0
    ? { id: 'vary', outcome: 'unknown', detail: `nothing tells entries apart for ${names(open)}` }
    : {
        id: 'vary',
        outcome: 'pass',
        detail: `each of ${series.length} values has an entry of its own, and repeats hit it`,
      }
}

function identityCheck({ series, shared, alike }: VariantsProof): Check {
  const leak = shared.find(({ dimension }) => dimension === IDENTITY)
  if (leak) {
    const detail = `${leak.other} was answered with the stored answer of ${leak.owner}`
    return { id: 'identity', outcome: 'fail', detail }
  }
  if (alike || series.some(({ repeats }) => repeats === 'unknown')) {
    const detail = 'nothing tells whether both identities were given one entry'
    return { id: 'identity', outcome: 'unknown', detail }
  }
  return { id: 'identity', outcome: 'pass', detail: "neither identity was given the other's answer" }
}

function flushCheck(evidence: Evidence, { flush }: Proofs): readonly Check[] {
  const [taken] = controlsOf(evidence, 'flush')
  if (!flush || !taken) return []
  const answers = `${taken.during.length} answers while it ran, ${taken.after.length} after it`
  if (flush.says === 'stage') {
    return [{ id: 'flush', outcome: 'pass', detail: `the flush replaced the stored answer (${answers})` }]
  }
  if (flush.says === 'other-layer') {
    const detail = `the flush did not change the stored answer: the stage is not the only cache (${answers})`
    return [{ id: 'flush', outcome: 'fail', detail }]
  }
  const why = {
    'too-few': 'it was over before enough answers could be had',
    unchanged: 'the answers were the same before, during and after it',
    unclear: 'the answers changed in another way than by the flush alone',
  }[flush.why]
  return [{ id: 'flush', outcome: 'unknown', detail: `${why} (${answers})` }]
}

const OUTCOMES: Readonly<Record<InvalidationOutcome, string>> = {
  refused: 'refused',
  warned: 'ignored, with a Warning header',
  same: 'answered as before',
  replaced: 'replaced the entry',
  'not-kept': 'answered anew, but not stored',
  unknown: 'not told from a plain request',
}

function invalidationCheck({ known }: Evidence, { invalidation }: Proofs): readonly Check[] {
  if (!invalidation) return []
  const { unsigned, signed } = invalidation
  const said = [
    ...(unsigned ? [`unsigned: ${OUTCOMES[unsigned]}`] : []),
    ...(signed ? [`signed: ${OUTCOMES[signed]}`] : []),
  ].join('; ')
  const rule = known ? ` (${ruleOf(known)})` : ''
  return [{ id: 'invalidation', outcome: asConfigured(known, unsigned, signed), detail: `${said}${rule}` }]
}

function ruleOf({ requireAuthorization, unauthorized, signed }: Known): string {
  if (!requireAuthorization) return 'anyone may invalidate'
  return signed
    ? `others than the authorised: ${unauthorized}`
    : `nobody may without AWS_IAM: ${unauthorized}`
}

/** Whether the settings explain what happened. */
function asConfigured(
  known: Known | null,
  unsigned: InvalidationOutcome | null,
  signed: InvalidationOutcome | null,
): Check['outcome'] {
  if (!known?.cached || unsigned === null || unsigned === 'unknown') return 'unknown'
  if (!known.requireAuthorization)
    return unsigned === 'replaced' ? 'pass' : unsigned === 'same' ? 'unknown' : 'fail'
  // Without a signature a method with AWS_IAM refuses any request.
  if (known.signed) return unsigned !== 'refused' ? 'fail' : signed === 'replaced' ? 'pass' : 'unknown'
  const strategies = {
    FAIL_WITH_403: 'refused',
    SUCCEED_WITH_RESPONSE_HEADER: 'warned',
    SUCCEED_WITHOUT_RESPONSE_HEADER: 'same',
  } as const
  return unsigned === strategies[known.unauthorized] ? 'pass' : 'fail'
}

function expiryCheck(evidence: Evidence, { expiry }: Proofs): readonly Check[] {
  const [taken] = controlsOf(evidence, 'expiry')
  if (!expiry || !taken) return []
  const after = `after the TTL of ${taken.ttlSeconds} s`
  const line = (outcome: Check['outcome'], detail: string) => [{ id: 'expiry', outcome, detail }]
  switch (expiry.says) {
    case 'some-cache':
      return line('pass', `${after} the answer was a new one`)
    case 'changed':
      return line('unknown', `${after} the answer was another one, as slow data explain as well`)
    case 'kept':
      return line(
        'fail',
        `the stored answer was still there ${after}: another cache than the stage's keeps it`,
      )
    default:
      return line('unknown', `nothing shows whether the answer was a new one ${after}`)
  }
}

function metricsCheck({ says, detail }: NonNullable<Proofs['metrics']>, { expected }: Evidence): Check {
  return {
    id: 'metrics',
    outcome: says === 'unknown' ? 'unknown' : says === expected ? 'pass' : 'fail',
    detail,
  }
}
