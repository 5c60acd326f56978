import type { DryRun } from '../aws/dry-run.js'
import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import type { Doors } from '../request/doors.js'
import { listed } from '../request/listed.js'
import { type Plan, pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import type { Variant } from '../request/variants.js'
import type { VerifyOptions } from './options.js'
import { PROOFS } from './proofs/list.js'
import { isAsked, type Proof, type Sending } from './proofs/proof.js'
import type { VerifyRequest } from './request.js'
import { ask, prepare } from './verify.js'

/** What `verify` would send at most: the answers decide how much of it is needed. */
export interface VerificationPlan {
  /** In turn, without the values of headers. */
  readonly requests: DryRun['requests']
  /** Asks as `verify` would do first. Errors: `usage`. */
  agree(): Promise<void>
}

/** Lists the requests that `verify` would send: reads only the settings of the stage, and asks nobody. */
export async function planVerification(
  doors: Pick<Doors, 'stage' | 'spelling'>,
  options: VerifyOptions,
  proofs: readonly Proof[] = PROOFS,
): Promise<VerificationPlan> {
  const prepared = await prepare(doors, options, proofs)
  const { planned, requests, flushes } = prepared
  const subjects = requests.map((request, index) => ({ request, plan: planned.plans[index] as Plan }))
  const seen = planned.seen?.current ?? []
  const resourceOf = ({ request, plan }: Subject) => {
    const path = pathOf(plan)
    return (path === null ? null : matchMethod(seen, request.method, path)?.resourceId) ?? null
  }
  const sent = phasesOf(proofs).flatMap((phase, index) => [
    ...(index === 0 ? subjects.flatMap(probesOf) : []),
    ...phase.flatMap((proof) => flushOf(doors.stage, proof, subjects, flushes)),
    ...subjects.flatMap((subject) =>
      phase.flatMap((proof) =>
        sendingsOf(proof, subject).flatMap((sending) => {
          if (sending === 'flush') return []
          if (sending !== 'test-invoke') return [probe(subject, subject.request.variants[0], sending)]
          return testInvoke(doors.stage, subject, resourceOf(subject))
        }),
      ),
    ),
  ])
  return { requests: sent, agree: () => ask(doors.stage, prepared, options) }
}

interface Subject {
  readonly request: VerifyRequest
  readonly plan: Plan
}

/** What is taken URL by URL goes together; what is done once for all of them is a phase of its own. */
function phasesOf(proofs: readonly Proof[]): readonly (readonly Proof[])[] {
  const phases: Proof[][] = [[]]
  for (const proof of proofs) {
    if ('once' in proof.take) phases.push([proof], [])
    else phases.at(-1)?.push(proof)
  }
  return phases
}

function sendingsOf(proof: Proof, { request }: Subject): readonly Sending[] {
  return isAsked(proof, request.asked) ? proof.sends(request.asked, request) : []
}

/** The values take turns, so that an entry of one shows in the answer to another. */
function probesOf(subject: Subject): DryRun['requests'] {
  const { samples, variants } = subject.request
  const round = variants.map((variant) => probe(subject, variant, 'plain'))
  return Array.from({ length: samples }, () => round).flat()
}

function probe({ request, plan }: Subject, { url, headers }: Variant, sending: Sending): Request {
  const { method, body, sign } = request
  const plain = sending === 'plain'
  const signs = plain ? sign : sending === 'signed-invalidating'
  return listed({ method, url, headers, body, deployed: plan.deployed, signs, refreshes: !plain })
}

function flushOf(
  stage: OpenStage | null,
  proof: Proof,
  subjects: readonly Subject[],
  flushes: boolean,
): DryRun['requests'] {
  const [first] = subjects
  if (!stage || !first || !flushes || !sendingsOf(proof, first).includes('flush')) return []
  const { api, stage: name } = stage.target
  const path = `/restapis/${api.id}/stages/${name}/cache/data`
  return [control(stage, 'DELETE', path, null)]
}

function testInvoke(
  stage: OpenStage | null,
  { request, plan }: Subject,
  resourceId: string | null,
): DryRun['requests'] {
  if (!stage || resourceId === null) return []
  const path = `/restapis/${stage.target.api.id}/resources/${resourceId}/methods/${request.method}`
  const pathWithQueryString = plan.inside === null ? '/' : shownUrl(plan.inside, plan.deployed)
  return [control(stage, 'POST', path, { pathWithQueryString })]
}

type Request = DryRun['requests'][number]

function control(stage: OpenStage, method: string, path: string, body: unknown): Request {
  const { endpoint, region, dnsSuffixes } = stage.connection
  const base = endpoint?.replace(/\/+$/, '') ?? `https://apigateway.${region}.${dnsSuffixes.dns}`
  return { service: 'API Gateway', method, url: `${base}${path}`, body }
}
