import { closest } from 'fastest-levenshtein'
import { matchMethod } from '../control/match.js'
import { effectiveMethods, type MethodsSeen, readMethods } from '../control/methods.js'
import { type MethodRef, stores } from '../control/settings.js'
import { provisioned } from '../control/stage.js'
import { ToolError } from '../errors.js'
import type { EffectiveMethod, VerifyReport, VerifyResult } from '../model.js'
import { probeUrl } from './invoke-url.js'
import { type PrivateProbe, unkeyedIdentityOf } from './private-probe.js'
import type { ControlReply, VerifyDeps, VerifyRequest } from './probing.js'
import { withSharedEntries } from './shared-entries.js'
import { baseOf, type KnownStage, pathInStage } from './stage-url.js'
import { requireControl, verify } from './verify.js'

export interface StageProbe
  extends Pick<
    VerifyRequest,
    | 'method'
    | 'headers'
    | 'body'
    | 'connectTo'
    | 'samples'
    | 'intervalMs'
    | 'timestamp'
    | 'control'
    | 'allowInconclusive'
  > {
  /** Under the stage's invoke URL, or full URLs. */
  readonly paths: readonly string[]
  /** What the paths are under, instead of the stage's invoke URL. */
  readonly base: string | null
  /** Null: what the deployed settings say, or `cached` where they are not known. */
  readonly expected: 'cached' | 'not-cached' | null
  /**
   * Called before the first request with the probes that may store a private answer for everyone, and with the
   * methods that are known. Throw to refuse.
   */
  readonly beforeProbing: (probes: readonly PrivateProbe[], methods: readonly MethodRef[]) => Promise<void>
}

type Deps = Pick<VerifyDeps, 'http' | 'clock' | 'signal' | 'onProgress'>

/** A URL to probe, with what is known of what answers there. */
interface Planned {
  readonly url: string
  /** Without the query; null where the URL is not known to be below the stage. */
  readonly path: string | null
  readonly method: EffectiveMethod | null
  readonly testInvoke: (() => Promise<ControlReply>) | null
}

/** Verifies one URL after the other: probes of one would disturb those of another on the same entry. */
export async function verifyPaths(
  deps: Deps,
  stage: KnownStage | null,
  probe: StageProbe,
): Promise<VerifyResult> {
  const base = probe.base ?? (stage && needsBase(probe.paths) ? baseOf(stage) : null)
  const urls = probe.paths.map((path) => probeUrl(path, base))
  const seen = stage ? await readMethods(stage.connection, stage.resolved.target) : null
  const plans = urls.map((url) => planned(stage, seen, probe, url, base))
  for (const plan of plans) requireMethod(seen, probe.method, plan)
  for (const { url, testInvoke } of plans) requireControl(probe.control, testInvoke, url)
  const privately = plans.flatMap((plan) => privateProbe(stage, seen, probe, plan))
  await probe.beforeProbing(privately, seen?.deployed ?? seen?.current ?? [])
  const reports: VerifyReport[] = []
  for (const plan of plans) reports.push(await verifyOne(deps, stage, probe, plan))
  return { reports: withSharedEntries(reports), passed: reports.every(({ passed }) => passed) }
}

/** The gateway answers what no method does by itself: probing that would prove nothing. Errors: `failure`. */
function requireMethod(seen: MethodsSeen | null, verb: string, { path, method }: Planned): void {
  const { deployed } = seen ?? {}
  if (!deployed || path === null || method !== null) return
  const names = deployed.map((one) => `${one.method} ${one.path}`)
  const hint =
    names.length === 0 ? 'it has no method at all' : `the closest one is ${closest(`${verb} ${path}`, names)}`
  throw new ToolError('failure', `no method of the deployed API answers ${verb} ${path}`, { hint })
}

function planned(
  stage: KnownStage | null,
  seen: MethodsSeen | null,
  probe: StageProbe,
  url: string,
  base: string | null,
): Planned {
  const inside = stage === null ? null : pathInStage(stage, url, base)
  const path = inside?.replace(/[?#].*$/, '') ?? null
  return {
    url,
    path,
    method: stage && seen && path !== null ? methodAt(stage, seen, probe.method, path) : null,
    testInvoke: stage && seen && inside !== null ? testInvoke(stage, seen, probe, inside) : null,
  }
}

function verifyOne(
  deps: Deps,
  stage: KnownStage | null,
  { paths: _paths, base: _base, beforeProbing: _before, ...request }: StageProbe,
  { url, path, method, testInvoke }: Planned,
): Promise<VerifyReport> {
  return verify(
    { ...deps, testInvoke },
    {
      ...request,
      target: path === null ? null : (stage?.resolved.target ?? null),
      url,
      expected: request.expected ?? (method === null || method.cached ? 'cached' : 'not-cached'),
    },
  )
}

/** What is not known may be cached: only a stage's own settings say that it is not. */
function privateProbe(
  stage: KnownStage | null,
  seen: MethodsSeen | null,
  { method: verb, headers }: StageProbe,
  { url, path, method }: Planned,
): readonly PrivateProbe[] {
  if (stage && path !== null && neverCached(stage, seen, method)) return []
  const deployed = path === null ? null : matchMethod(seen?.deployed ?? [], verb, path)
  const missing = unkeyedIdentityOf({ url, headers, method, deployed })
  if (missing.length === 0) return []
  const ref = { method: verb, path: method?.path ?? new URL(url).pathname }
  return [{ ...ref, missing, known: method !== null }]
}

function neverCached(
  { resolved: { stage } }: KnownStage,
  seen: MethodsSeen | null,
  method: EffectiveMethod | null,
): boolean {
  if (!provisioned(stage)) return true
  // What the deployed API does not have is answered by the gateway itself.
  if (method === null) return Boolean(seen?.deployed)
  return !stores(method)
}

function needsBase(paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith('/'))
}

function methodAt(
  { resolved: { stage } }: KnownStage,
  seen: MethodsSeen,
  verb: string,
  path: string,
): EffectiveMethod | null {
  return matchMethod(effectiveMethods(stage, seen), verb, path)
}

function testInvoke(
  { connection, resolved: { target } }: KnownStage,
  { current }: MethodsSeen,
  { method, headers, body }: StageProbe,
  pathWithQuery: string,
): (() => Promise<ControlReply>) | null {
  const found = matchMethod(current ?? [], method, pathWithQuery.replace(/[?#].*$/, ''))
  if (!found) return null
  return () =>
    connection.control.testInvoke(target.api.id, {
      resourceId: found.resourceId,
      method,
      pathWithQuery,
      headers: Object.fromEntries(headers),
      body: typeof body === 'string' ? body : null,
    })
}
