import type { MethodSetting } from '../../world/model.js'

export type Invalidation = 'none' | 'refresh' | 'refuse' | 'warn'

export const UNAUTHORISED_WARNING = '199 Cache-control headers were ignored because the caller was unauthorized.'

/** The effect of a `Cache-Control` header on a call to a cached method. */
export function invalidation(
  cacheControl: string | undefined,
  setting: Pick<MethodSetting, 'requireAuthorizationForCacheControl' | 'unauthorizedCacheControlHeaderStrategy'>,
  mayInvalidate: () => boolean,
): Invalidation {
  if (cacheControl === undefined || !asksForFresh(cacheControl)) return 'none'
  if (!setting.requireAuthorizationForCacheControl || mayInvalidate()) return 'refresh'
  switch (setting.unauthorizedCacheControlHeaderStrategy) {
    case 'FAIL_WITH_403':
      return 'refuse'
    case 'SUCCEED_WITH_RESPONSE_HEADER':
      return 'warn'
    case 'SUCCEED_WITHOUT_RESPONSE_HEADER':
      return 'none'
  }
}

function asksForFresh(cacheControl: string): boolean {
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'max-age=0')
}
