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
  const prepared = await prepare(doors, options, proofs)
  const { read, requests } = prepared
  await ask(stage, prepared, options)
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

/** Everything that is known before the first request. */
export interface Prepared {
  readonly planned: Plans
  readonly read: ReadOptions
  readonly requests: readonly VerifyRequest[]
  /** Those that would store an answer made for one caller. */
  readonly privateProbes: readonly PrivateProbe[]
  /** The stage's entries would be lost. */
  readonly flushes: boolean
}

/** Checks the options, and reads the settings of the stage. Errors: `usage`. */
export async function prepare(
  doors: Pick<Doors, 'stage' | 'spelling'>,
  options: VerifyOptions,
  proofs: readonly Proof[],
): Promise<Prepared> {
  const { stage } = doors
  const read = readOptions(options)
  requireMeaningful(read, proofs)
  const planned = await planProbes(stage, read)
  requirePossible(read, planned, proofs)
  const requests = requestsFor(doors, planned, read)
  options.onPlan?.(planned)
  const flushing = proofs.some((proof) => proof.flushes && isAsked(proof, read.asked))
  return {
    ...{ planned, read, requests },
    privateProbes: privateOnes(stage, planned, read, requests),
    flushes: flushing && stage !== null && provisioned(stage.record),
  }
}

/** Asks about what only a person may decide. Errors: `usage`. */
export async function ask(
  stage: OpenStage | null,
  { planned: { seen }, privateProbes, flushes }: Prepared,
  { onAsk, acceptUnkeyed }: Pick<VerifyOptions, 'onAsk' | 'acceptUnkeyed'>,
): Promise<void> {
  const methods = seen?.deployed ?? seen?.current ?? []
  await askAboutIdentity(privateProbes, methods, { onAsk, acceptUnkeyed })
  if (stage && flushes) await askAboutLoss(stage, stage.record, { change: 'verify' }, { onAsk })
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
