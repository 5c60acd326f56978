import type { Connection } from '../aws/connection.js'
import type { ResolvedTarget } from '../find/target.js'
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
export async function readProbes(
  connection: Connection,
  resolved: ResolvedTarget,
  paths: readonly string[],
): Promise<Probed> {
  if (paths.length === 0) return { probes: [], notJudged: [] }
  const { plans } = await planProbes({ connection, resolved }, { paths, base: null, method: 'GET' })
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
    if (status >= 400) {
      notJudged.push({ rule: 'answer-too-large', reason: `GET ${asked} was answered with ${status}` })
    } else if (method === null) {
      notJudged.push({
        rule: 'answer-too-large',
        reason: `it is not known which method answers GET ${asked}`,
      })
    } else {
      probes.push({ method: 'GET', path: method.path, asked, bytes: body.length })
    }
  }
  return { probes, notJudged }
}
