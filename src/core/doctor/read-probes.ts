import type { OpenStage } from '../find/open-stage.js'
import { planProbes } from '../request/plan.js'
import { READ_BYTES } from './answer-size.js'
import type { DoctorReport } from './report.js'
import type { ProbedAnswer } from './seen.js'

// API Gateway gives up on a backend after 29 s unless its quota was raised.
const TIMEOUT_MS = 35_000

interface Probed {
  readonly probes: readonly ProbedAnswer[]
  readonly notJudged: DoctorReport['notJudged']
}

/** Asks each path once with GET and no identity. An answer that is an error tells nothing about the others. */
export async function readProbes(stage: OpenStage, paths: readonly string[]): Promise<Probed> {
  if (paths.length === 0) return { probes: [], notJudged: [] }
  const { connection } = stage
  const known = { connection, resolved: { ...stage, stage: stage.record } }
  const { plans } = await planProbes(known, { paths, base: null, method: 'GET' })
  const probes: ProbedAnswer[] = []
  const notJudged: DoctorReport['notJudged'][number][] = []
  for (const { url, inside, method } of plans) {
    const asked = inside ?? url
    const { signal } = connection.retry
    const { status, body } = await connection.http({
      method: 'GET',
      url,
      headers: [],
      maxBytes: READ_BYTES,
      timeoutMs: TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    })
    const reason =
      status >= 400
        ? `GET ${asked} was answered with ${status}`
        : `it is not known which method answers GET ${asked}`
    if (status >= 400 || method === null) notJudged.push({ rule: 'answer-too-large', reason })
    else probes.push({ method: 'GET', path: method.path, asked, bytes: body.length })
  }
  return { probes, notJudged }
}
