import type { MethodRef } from '../../../gateway/method.js'
import type { MethodSettings } from '../../../gateway/model.js'
import { CACHING_GUIDE, cdk, sam } from '../../links.js'
import { type Finding, type Rule, STAGE } from '../../rule.js'
import { AUTHORIZED, type SafeFix } from '../../safe-fix.js'
import { cachedMethods } from '../../seen.js'
import { defaults, override } from '../../steps.js'

export const anyoneMayInvalidate: Rule = {
  id: 'anyone-may-invalidate',
  severity: 'warning',
  fixes: true,
  title: 'any client may invalidate entries',
  judge: (seen) => {
    const open = cachedMethods(seen).filter(({ settings }) => !settings.requireAuthorization)
    const inherited = open.filter(({ source }) => source === 'stage-default')
    const [first] = inherited
    const own = open.filter(({ source }) => source === 'override')
    return [
      ...(first ? [ofStage(inherited.length, first.settings.unauthorized)] : []),
      ...own.map(({ method, path, settings }) => ofMethod({ method, path }, settings.unauthorized)),
    ]
  },
  page: {
    why: 'Cache-Control: max-age=0 from any client goes to the backend and replaces the entry. Browsers send it with each reload, and whoever wants to load the backend can send it with every request.',
    remedy: ({ option }) =>
      `Require authorization: then only signed requests with execute-api:InvalidateCache renew entries, on AWS_IAM methods, and nobody on others. ${option('fix')} does so unless the stage answers unauthorized requests with 403: then clients that send max-age=0 today would be refused, so decide with ${option('unauthorized', 'warn')} or ignore.`,
    sources: [
      { says: 'without required authorization any client can invalidate the cache', url: CACHING_GUIDE },
      { says: 'templates cannot set this, so that it stays as it was clicked', url: cdk(18794) },
      { says: 'warnings arrive with the default settings', url: sam(788) },
    ],
  },
}

type Strategy = MethodSettings['unauthorized']

function ofStage(count: number, strategy: Strategy): Finding {
  const methods = count === 1 ? 'one cached method' : `${count} cached methods`
  return {
    ...STAGE,
    message: `the defaults let any client invalidate entries (${methods})`,
    fix: defaults(AUTHORIZED),
    ...safely(null, strategy),
  }
}

function ofMethod(ref: MethodRef, strategy: Strategy): Finding {
  return {
    ...ref,
    message: `any client may invalidate the entries of ${ref.method} ${ref.path}`,
    fix: override(ref, AUTHORIZED),
    ...safely(ref, strategy),
  }
}

function safely(ref: MethodRef | null, strategy: Strategy): { readonly safe?: SafeFix } {
  return strategy === 'FAIL_WITH_403' ? {} : { safe: { kind: 'require-authorization', ref } }
}
