import { ApigwCacheError } from '../base/errors.js'
import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import { type Plan, type Plans, pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import type { StageProbe } from './paths.js'

/** Refuses what contradicts itself, before anything is read. Errors: `usage`. */
export function requireMeaningful(probe: StageProbe, canSign: boolean): void {
  const { layer, flush, invalidation, metrics, expected, identities } = probe
  if (layer !== null && !flush && !invalidation && !metrics) {
    throw new ApigwCacheError('usage', 'layer-without-proof', 'nothing would show which layer answers', {
      hint: '--layer stage needs --flush, --invalidation or --metrics',
    })
  }
  if (layer !== null && expected === 'not-cached') {
    throw new ApigwCacheError('usage', 'layer-of-uncached', 'what is not cached has no layer', {
      hint: 'leave --layer or --expect out',
    })
  }
  if (identities.length === 1 || identities.length > 2) {
    throw new ApigwCacheError(
      'usage',
      'one-identity',
      `--as is there ${identities.length === 1 ? 'once' : `${identities.length} times`}`,
      {
        hint: 'give two identities: --as, and --as again',
      },
    )
  }
  if (probe.sign) requireSignable(probe, canSign)
}

function requireSignable({ headers, identities, variations }: StageProbe, canSign: boolean): void {
  const sent = [...headers, ...identities.flat()].map(([name]) => name)
  const varied = variations.flatMap(({ kind, name }) => (kind === 'header' ? [name] : []))
  if ([...sent, ...varied].some((name) => name.toLowerCase() === 'authorization')) {
    throw new ApigwCacheError(
      'usage',
      'own-authorization',
      'a signature is an Authorization header, and there is another one',
      {
        hint: 'leave --sign or the Authorization header out',
      },
    )
  }
  if (!canSign)
    throw new ApigwCacheError('usage', 'no-credentials-to-sign', 'there are no credentials to sign with', {
      hint: 'see --profile',
    })
}

/** Refuses controls that the URLs do not allow, before anything is probed. Errors: `usage`. */
export function requirePossible(probe: StageProbe, stage: OpenStage | null, { plans, seen }: Plans): void {
  for (const plan of plans) {
    requireValues(probe, plan)
    requireTestInvoke(probe, stage, plan, seen?.current ?? [])
    requireStage(probe, stage, plan)
    if (probe.expiry) requireTtl(plan)
    requireSteadyKey(probe, plan)
  }
}

/** What still has `{id}` where the method's path has it was copied from there, and is no request. */
function requireValues({ variations }: StageProbe, plan: Plan): void {
  const path = pathOf(plan)
  const template = plan.method?.path ?? plan.deployed?.path
  if (path === null || template === undefined) return
  const parts = path.split('/').map(decoded)
  const [name] = template.split('/').flatMap((part, index) => {
    const [, parameter] = /^\{(.+?)\+?\}$/.exec(part) ?? []
    const left = parameter !== undefined && parts[index] === part
    return left && !variations.some(({ kind, name }) => kind === 'path' && name === parameter)
      ? [parameter]
      : []
  })
  if (name === undefined) return
  const shown = parts.join('/')
  const given = shown.replaceAll(/\{[^/]+\}/g, '1')
  throw new ApigwCacheError('usage', 'placeholder', `"${shown}" has a placeholder`, {
    hint: `give it a value, such as ${given}, or --vary path.${name}=1,2`,
  })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function requireTestInvoke(
  { control, method }: StageProbe,
  stage: OpenStage | null,
  plan: Plan,
  current: NonNullable<NonNullable<Plans['seen']>['current']>,
): void {
  if (control !== 'test-invoke') return
  const path = pathOf(plan)
  if (stage && path !== null && matchMethod(current, method, path)) return
  const hint = 'a test-invoke needs the API that answers there: --api, and a path instead of a URL'
  throw new ApigwCacheError(
    'usage',
    'no-test-invoke',
    `no test-invoke is possible for ${shownUrl(plan.url, plan.deployed)}`,
    {
      hint,
    },
  )
}

function requireStage({ flush, metrics, layer }: StageProbe, stage: OpenStage | null, plan: Plan): void {
  if (stage && plan.inside !== null) return
  const option = flush ? '--flush' : metrics ? '--metrics' : layer ? '--layer' : null
  if (option === null) return
  throw new ApigwCacheError(
    'usage',
    'proof-needs-stage',
    `${option} needs the stage that answers at ${shownUrl(plan.url, plan.deployed)}`,
    {
      hint: 'name it with --api and --stage, and give a path below it or --url',
    },
  )
}

function requireTtl({ method, url, deployed }: Plan): void {
  if (method?.cached) return
  const why = method
    ? `the settings of the stage do not cache ${method.method} ${method.path}`
    : `the TTL of ${shownUrl(url, deployed)} is not known`
  throw new ApigwCacheError('usage', 'nothing-to-expire', `${why}: there is nothing to expire`, {
    hint: method ? 'leave --expiry out' : 'name the stage with --api and --stage',
  })
}

/** Each signature is another one, and thereby another entry. */
function requireSteadyKey({ sign }: StageProbe, { method }: Plan): void {
  const keyed = method?.keys?.some((key) => key.toLowerCase() === 'header.authorization')
  if (!sign || !method || !keyed) return
  const name = `${method.method} ${method.path}`
  throw new ApigwCacheError(
    'usage',
    'authorization-in-key',
    `${name} has header.Authorization in its cache key, and each signature is another one`,
    {
      hint: 'no signed request can hit such an entry: leave --sign out, or take the key away',
    },
  )
}
