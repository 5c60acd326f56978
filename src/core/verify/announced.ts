import type { VerifyRequest } from './request.js'

/** Answers to be had while a stage flushes: as many as are needed for a judgement, and a few more. */
export const DURING_FLUSH = 5

/** Plain before; then max-age=0 and plain in turn, three times. */
const INVALIDATION_STEPS = 7

/** Test-invokes that a judgement may need. */
const TEST_INVOKES = 2

/** The most requests that verifying one URL sends to it. PURE. */
export function mostRequests({
  samples,
  variants,
  control,
  testInvoke,
  flush,
  invalidation,
  expiry,
}: Pick<
  VerifyRequest,
  'samples' | 'variants' | 'control' | 'testInvoke' | 'flush' | 'invalidation' | 'expiry'
>): number {
  return (
    samples * variants.length +
    // What changed by itself meanwhile shows in one more answer.
    (testInvoke && control !== 'none' ? 1 : 0) +
    (flush ? DURING_FLUSH + samples : 0) +
    (invalidation ? INVALIDATION_STEPS : 0) +
    (expiry ? samples : 0)
  )
}

/** The most test-invokes that go past the cache. PURE. */
export function mostTestInvokes({
  control,
  method,
  testInvoke,
}: Pick<VerifyRequest, 'control' | 'method' | 'testInvoke'>): number {
  const automatic = control === 'auto' && (method === 'GET' || method === 'HEAD')
  return testInvoke && (automatic || control === 'test-invoke') ? TEST_INVOKES : 0
}
