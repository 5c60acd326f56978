import type { HttpRequest } from '../answer/exchange.js'
import type { ApigwCacheError } from '../base/errors.js'
import type { PrivateProbe } from '../exposure/private-probe.js'
import type { OpenStage } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import type { PlanRequest } from '../request/plan.js'
import { type Plan, type Plans, planProbes, privateProbes } from '../request/plan.js'
import type { Variation } from '../request/variation.js'
import type { VerifyResult } from './report.js'
import type { VerifyDeps, VerifyRequest } from './request.js'
import { requestsFor } from './requests.js'
import { verify } from './run.js'
import { withSharedEntries } from './shared-entries.js'
import { stageControls } from './stage-controls.js'
import { requireMeaningful, requirePossible } from './usage.js'

export interface StageProbe
  extends PlanRequest,
    Pick<
      VerifyRequest,
      | 'body'
      | 'connectTo'
      | 'samples'
      | 'intervalMs'
      | 'timestamp'
      | 'control'
      | 'allowInconclusive'
      | 'sign'
      | 'flush'
      | 'invalidation'
      | 'expiry'
      | 'metrics'
      | 'layer'
    > {
  readonly headers: HttpRequest['headers']
  /** Null: what the deployed settings say, or `cached` where they are not known. */
  readonly expected: 'cached' | 'not-cached' | null
  readonly variations: readonly Variation[]
  /** None or two: headers that tell one caller from another. */
  readonly identities: readonly HttpRequest['headers'][]
  /**
   * Called before the first request with the probes that may store a private answer for everyone, and with the
   * methods that are known, and with what is to be sent. Throw to refuse.
   */
  readonly beforeProbing: (
    probes: readonly PrivateProbe[],
    methods: readonly MethodRef[],
    plans: readonly Plan[],
  ) => Promise<void>
}

type Deps = Pick<VerifyDeps, 'http' | 'clock' | 'signal' | 'onProgress' | 'sign'>

/**
 * Verifies URLs of a stage, or of any server. Whatever cannot be meant is refused before anything is sent.
 * Of several, one that cannot be reached is inconclusive; `failure` is what kept the only one from an answer.
 */
export async function verifyPaths(
  deps: Deps,
  stage: OpenStage | null,
  probe: StageProbe,
): Promise<{ readonly result: VerifyResult; readonly failure: ApigwCacheError | null }> {
  requireMeaningful(probe, deps.sign !== undefined)
  const planned = await planProbes(stage, probe)
  requirePossible(probe, stage, planned)
  const requests = requestsFor(stage, planned, probe)
  const { seen } = planned
  await probe.beforeProbing(
    privateOnes(stage, planned, probe, requests),
    seen?.deployed ?? seen?.current ?? [],
    planned.plans,
  )
  const controls = stage ? stageControls(stage, deps.onProgress) : null
  const { reports, failure } = await verify({ ...deps, stage: controls }, requests)
  const sent = requests.map(({ variants: [main] }) => main.url)
  const all = withSharedEntries(reports, sent)
  return { result: { reports: all, passed: all.every(({ passed }) => passed) }, failure }
}

/** Every variant counts: it is sent as well. */
function privateOnes(
  stage: OpenStage | null,
  { plans, seen }: Plans,
  { method, identities, sign }: StageProbe,
  requests: readonly VerifyRequest[],
): readonly PrivateProbe[] {
  const names = identities.flat().map(([name]) => name)
  const all = requests.flatMap(({ variants }, index) =>
    variants.flatMap(({ url, headers }) => {
      const plan = plans[index]
      if (!plan) return []
      const sending = { method, headers, signed: sign, identities: names }
      return privateProbes(stage, { plans: [{ ...plan, url }], seen }, sending)
    }),
  )
  const merged = new Map<string, PrivateProbe>()
  for (const one of all) {
    const key = `${one.method} ${one.path}`
    const missing = [...new Set([...(merged.get(key)?.missing ?? []), ...one.missing])]
    merged.set(key, { ...one, missing })
  }
  return [...merged.values()]
}
