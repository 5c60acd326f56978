import type { OpenStage } from '../find/open-stage.js'
import { requireValues } from '../request/placeholders.js'
import { planProbes } from '../request/plan.js'
import { send } from '../request/send.js'
import { shownUrl } from '../request/shown-url.js'
import type { DoctorReport } from './report.js'
import type { ProbedAnswer } from './seen.js'

interface Probed {
  readonly probes: readonly ProbedAnswer[]
  readonly notJudged: DoctorReport['notJudged']
}

/** Asks each path once with GET and no identity. An answer that is an error tells nothing about the others. */
export async function readProbes(stage: OpenStage, paths: readonly string[]): Promise<Probed> {
  if (paths.length === 0) return { probes: [], notJudged: [] }
  const { connection } = stage
  const { plans } = await planProbes(stage, { paths, base: null, method: 'GET' })
  for (const plan of plans) requireValues(plan, null)
  const { http, clock, retry } = connection
  const door = { http, clock, signal: retry.signal }
  const probes: ProbedAnswer[] = []
  const notJudged: DoctorReport['notJudged'][number][] = []
  for (const { url, inside, method, deployed } of plans) {
    const asked = shownUrl(inside ?? url, deployed)
    const { exchange } = await send(door, { method: 'GET', url, headers: [] })
    const { status, body } = exchange.reply
    const reason =
      status >= 400 ? `GET ${asked} was answered with ${status}` : `it is not known which method answers GET ${asked}`
    if (status >= 400 || method === null) notJudged.push({ rule: 'answer-too-large', reason })
    else probes.push({ method: 'GET', path: method.path, asked, bytes: body.length })
  }
  return { probes, notJudged }
}
