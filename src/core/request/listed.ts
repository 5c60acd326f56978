import type { DryRun } from '../aws/dry-run.js'
import type { HttpRequest } from '../base/http.js'
import type { DeployedMethod } from '../gateway/export.js'
import { shownUrl } from './shown-url.js'

interface Sent extends Pick<HttpRequest, 'method' | 'url' | 'headers'> {
  readonly body: HttpRequest['body'] | undefined
  readonly deployed: DeployedMethod | null
  readonly signs: boolean
  /** With `Cache-Control: max-age=0`, which takes the place of the caller's own. */
  readonly refreshes: boolean
}

/** A request to a stage as a dry run lists it, without the values of its headers. PURE. */
export function listed({ method, url, headers, body, deployed, signs, refreshes }: Sent): DryRun['requests'][number] {
  const names = headers.map(([name]) => name).filter((name) => !refreshes || name.toLowerCase() !== 'cache-control')
  return {
    service: 'execute-api',
    method,
    url: shownUrl(url, deployed),
    body: typeof body === 'string' ? body : null,
    headers: [
      ...(refreshes ? ['Cache-Control: max-age=0'] : []),
      ...names,
      ...(signs ? ['Authorization (SigV4)'] : []),
    ],
  }
}
