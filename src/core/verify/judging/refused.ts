import type { Observation } from '../../answer/observation.js'
import { shown } from '../../answer/shown.js'
import type { Spelling } from '../../base/spelling.js'
import type { Evidence } from '../evidence.js'
import type { Doubt } from './doubts.js'

/** Where no answer can be judged: all were errors, or another cache's. PURE. */
export function doubtOfErrors(evidence: Evidence, spelling: Spelling): Doubt {
  const { probes } = evidence
  const cache = probes.find((probe) => probe.otherCache)?.otherCache
  if (cache) {
    const reason = `every answer came through a cache in front of the stage or of what answers (${shown(cache)}), and so says nothing of what is behind it; ask the stage at its own address: a path, with ${spelling.option('api')} and ${spelling.option('stage')}, and without ${spelling.option('url')}`
    return { kind: 'cache-in-front', reason }
  }
  const [first] = probes
  if (!first) return { kind: 'nothing-answered', reason: 'nothing was answered' }
  const statuses = [...new Set(probes.map((probe) => probe.status))].join(', ')
  const { kind, advice } = adviceFor(first, evidence, spelling)
  return { kind, reason: `every answer was an error (${statuses}), which proves nothing; ${advice}` }
}

interface Refused {
  readonly kind: Doubt['kind']
  readonly advice: string
}

function adviceFor({ status, body }: Observation, { known, sent }: Evidence, { option }: Spelling): Refused {
  const isRefusal = status === 401 || status === 403
  if (isRefusal && known?.signed) {
    return sent.signed
      ? { kind: 'not-allowed', advice: 'whoever signed may not call it (execute-api:Invoke)' }
      : { kind: 'unsigned', advice: `the method takes only signed requests (${option('sign')})` }
  }
  if (isRefusal && known?.needsApiKey && !sent.apiKey) {
    const advice = `the method takes only requests with an API key (${option('headers', 'x-api-key')})`
    return { kind: 'without-api-key', advice }
  }
  if (status === 403 && /Missing Authentication Token/i.test(body)) {
    const advice = `Missing Authentication Token means that the stage has no such path or method, or that the method takes only signed requests (${option('sign')})`
    return { kind: sent.signed ? 'other-error' : 'unsigned', advice }
  }
  if (isRefusal) {
    const advice = `send what the method asks for (${option('headers')}, ${option('headers', 'x-api-key')}, ${option('sign')})`
    return { kind: 'without-identity', advice }
  }
  if (status === 429)
    return { kind: 'throttled', advice: `the stage throttles; ask with a longer ${option('intervalMs')}` }
  return status >= 500
    ? { kind: 'backend-fails', advice: 'let the backend answer first' }
    : { kind: 'other-error', advice: 'check the path and the parameters' }
}
