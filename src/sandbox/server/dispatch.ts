import { errorAnswer } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { uuid } from '../world/ids.js'
import { type Administered, isAdministration, serveAdmin } from './admin.js'
import type { ReportBug } from './bugs.js'
import { crossSiteRefusal } from './cross-site.js'
import type { HostKind } from './hosts.js'
import type { Answer, Dispatch } from './http-server.js'
import type { RequestLog } from './request-log.js'
import type { Route, Routed } from './router.js'

export interface Dispatched {
  readonly admin: Administered
  readonly random: () => number
  readonly report: ReportBug
  /** Called for each request, because a reset replaces the router. */
  readonly router: () => Route
}

/** Serves administration or a service, and logs what a service answered. */
export function createDispatch({ admin, random, report, router }: Dispatched): Dispatch {
  const finish = (request: HttpRequest, routed: Routed): Answer => {
    note(admin.log, request, routed, admin.clock.now())
    return routed.service === 'execute-api' || routed.answer === 'cut'
      ? routed.answer
      : identified(routed.answer, random)
  }
  return (request, host) => {
    // A page under any other name may be a stranger's, and would be of the same origin.
    if (host === 'own' && isAdministration(request)) return administer(admin, request)
    const routed = serveSafely(router(), request, host, report)
    return routed instanceof Promise ? routed.then((late) => finish(request, late)) : finish(request, routed)
  }
}

function administer(admin: Administered, request: HttpRequest): HttpAnswer {
  const foreign = crossSiteRefusal(request)
  return foreign ? errorAnswer(foreign) : serveAdmin(admin, request)
}

/** A bug in one answer must not end the sandbox. At once where nothing has to be waited for. */
function serveSafely(serve: Route, request: HttpRequest, host: HostKind, report: ReportBug): Routed | Promise<Routed> {
  const broken = (error: unknown): Routed => ({ service: 'apigateway', answer: report(error, request) })
  try {
    const routed = serve(request, host)
    return routed instanceof Promise ? routed.catch(broken) : routed
  } catch (error) {
    return broken(error)
  }
}

function note(log: RequestLog, { method, path }: HttpRequest, routed: Routed, at: number): void {
  const { service, world, operation, answer } = routed
  const status = answer === 'cut' ? 0 : answer.status
  const { accountId, region } = world ?? {}
  log.note({ at, service, accountId, region, method, path, operation, status })
}

function identified(answer: HttpAnswer, random: () => number): HttpAnswer {
  if (answer.headers.some(([name]) => name.toLowerCase() === 'x-amzn-requestid')) return answer
  return { ...answer, headers: [...answer.headers, ['x-amzn-RequestId', uuid(random)]] }
}
