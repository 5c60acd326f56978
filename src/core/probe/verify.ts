import { ToolError } from '../errors.js'
import type { VerifyReport } from '../model.js'
import { takeControls } from './control.js'
import { startProbing, type VerifyDeps, type VerifyRequest } from './probing.js'
import { judge } from './verdict.js'

/**
 * Probes one URL and judges whether a cache answers it. Throws `usage` where a test-invoke is demanded and
 * not possible, `failure` where the URL cannot be reached, `interrupted` on abort.
 */
export async function verify(deps: VerifyDeps, request: VerifyRequest): Promise<VerifyReport> {
  const { target, method, url, expected, allowInconclusive, timestamp } = request
  requireControl(request.control, deps.testInvoke, url)
  const probing = startProbing(deps, request)
  try {
    while (probing.probes.length < request.samples) await probing.probe()
    const { controls, checks } = await takeControls(deps, request, probing)
    const judgement = judge({ probes: probing.probes, controls, named: timestamp ?? null, expected })
    return {
      target,
      method,
      url,
      ...judgement,
      expected,
      passed: judgement.verdict === expected || (judgement.verdict === 'inconclusive' && allowInconclusive),
      checks: [...judgement.checks, ...checks, ...probing.checks()],
    }
  } catch (cause) {
    if (!deps.signal?.aborted) throw cause
    throw new ToolError('interrupted', `interrupted after ${probing.probes.length} probes of ${url}`, {
      cause,
    })
  }
}

/** Refuses a demanded test-invoke where none is possible. */
export function requireControl(
  control: VerifyRequest['control'],
  testInvoke: VerifyDeps['testInvoke'],
  url: string,
): void {
  if (control !== 'test-invoke' || testInvoke) return
  const hint = 'a test-invoke needs the API that answers there: --api, and a path instead of a URL'
  throw new ToolError('usage', `no test-invoke is possible for ${url}`, { hint })
}
