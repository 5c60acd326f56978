import { askAboutLoss } from '../cluster/loss.js'
import { askAboutIdentity, type PrivateProbe } from '../exposure/private-probe.js'
import type { OpenStage } from '../find/open-stage.js'
import { nameOfMethod } from '../gateway/method.js'
import { provisioned } from '../gateway/stage.js'
import type { Doors } from '../request/doors.js'
import { type Plans, planProbes, privateProbes } from '../request/plan.js'
import { withSharedEntries } from './judging/shared-entries.js'
import { requireMeaningful, requirePossible } from './needs.js'
import { type ReadOptions, readOptions, type VerifyOptions } from './options.js'
import { PROOFS } from './proofs/list.js'
import { isAsked, type Proof } from './proofs/proof.js'
import type { VerifyResult } from './report.js'
import type { VerifyRequest } from './request.js'
import { requestsFor } from './requests.js'
import { probeAll } from './run.js'
import { stageDoor } from './stage-door.js'

/**
 * Proves by probing whether URLs are answered from a cache, and which one. Requests go out one after the other and
 * fill the cache as any client's would. API Gateway does not say whether an answer came from its cache, so that the
 * verdict weighs what the answers show, and is `inconclusive` where a fresh one could not be told from a stored one.
 *
 * Rejects with an ApigwCacheError: `usage` for a value that cannot be meant, a needed `url`, a proof that the stage
 * does not allow, or an identity that was not accepted, all of them before anything is sent; `failure` where the stage,
 * or the only URL, cannot be reached (one of several is `inconclusive` instead, and does not pass); `denied`;
 * `timeout` where a flush does not end; `interrupted`.
 */
export async function verify(
  doors: Doors,
  options: VerifyOptions,
  proofs: readonly Proof[] = PROOFS,
): Promise<VerifyResult> {
  const { stage, http, clock, signal, spelling } = doors
  const { onProgress, onPartial } = options
  const read = readOptions(options)
  requireMeaningful(read, proofs)
  const planned = await planProbes(stage, read)
  requirePossible(read, planned, proofs)
  const requests = requestsFor(doors, planned, read)
  options.onPlan?.(planned)
  await ask(stage, { planned, read, requests, proofs }, options)
  const sign = read.sign ? await doors.signer() : undefined
  const door = stage ? stageDoor(stage, onProgress) : null
  const probing = { http, clock, signal, sign, onProgress, stage: door }
  const { reports, failure } = await probeAll(probing, requests, proofs)
  const sent = requests.map(({ variants: [main], known }) => ({ url: main.url, known }))
  const all = withSharedEntries(reports, sent, spelling)
  const result = { reports: all, passed: all.every(({ passed }) => passed) }
  if (failure) onPartial?.(result)
  if (failure) throw failure
  return result
}

interface Prepared {
  readonly planned: Plans
  readonly read: ReadOptions
  readonly requests: readonly VerifyRequest[]
  readonly proofs: readonly Proof[]
}

async function ask(
  stage: OpenStage | null,
  { planned, read, requests, proofs }: Prepared,
  { onAsk, acceptUnkeyed }: Pick<VerifyOptions, 'onAsk' | 'acceptUnkeyed'>,
): Promise<void> {
  const { seen } = planned
  const methods = seen?.deployed ?? seen?.current ?? []
  await askAboutIdentity(privateOnes(stage, planned, read, requests), methods, { onAsk, acceptUnkeyed })
  const flushes = proofs.some((proof) => proof.flushes && isAsked(proof, read.asked))
  if (!stage || !provisioned(stage.record) || !flushes) return
  await askAboutLoss(stage, stage.record, { change: 'verify' }, { onAsk })
}

/** Every variant counts: it is sent as well. */
function privateOnes(
  stage: OpenStage | null,
  { plans, seen }: Plans,
  { method, identities, sign: signed }: ReadOptions,
  requests: readonly VerifyRequest[],
): readonly PrivateProbe[] {
  const names = identities.flat().map(([name]) => name)
  const all = requests.flatMap(({ variants }, index) =>
    variants.flatMap(({ url, headers }) => {
      const plan = plans[index]
      if (!plan) return []
      const sending = { method, headers, signed, identities: names }
      return privateProbes(stage, { plans: [{ ...plan, url }], seen }, sending)
    }),
  )
  const merged = new Map<string, PrivateProbe>()
  for (const one of all) {
    const missing = [...new Set([...(merged.get(nameOfMethod(one))?.missing ?? []), ...one.missing])]
    merged.set(nameOfMethod(one), { ...one, missing })
  }
  return [...merged.values()]
}
