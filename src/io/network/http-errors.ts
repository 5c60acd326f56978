import { ApigwCacheError } from '../../core/base/errors.js'
import type { HttpRequest } from '../../core/base/http.js'

/** Explains a network error in terms of the URL. Any other error is returned unchanged. */
export function explainHttp(error: unknown, { connectTo, keepAlive }: HttpRequest, { host, hostname }: URL): unknown {
  if (error instanceof ApigwCacheError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const peer = connectTo ?? host
  const failure = (message: string, hint?: string) =>
    new ApigwCacheError('failure', 'unreachable', message, { hint, cause: error })
  switch (code) {
    case 'ECONNREFUSED':
      return failure(`nothing listens at ${peer}`, 'check host and port, or start the sandbox')
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(
        `the name ${connectTo ?? hostname} cannot be resolved`,
        keepAlive ? 'check the region, the endpoint and DNS' : 'check API id, region and DNS, or use --connect-to',
      )
    case 'ECONNRESET':
    case 'EPIPE':
      return failure(`${peer} closed the connection without a complete answer`, 'try again')
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return failure(`${peer} cannot be reached (${code})`, 'a private API answers only inside its VPC')
    case 'ERR_INVALID_CHAR':
    case 'ERR_INVALID_HTTP_TOKEN':
      return new ApigwCacheError('usage', 'unsendable-header', `a header cannot be sent: ${error.message}`, {
        cause: error,
      })
    default:
      return other(code, error, host, failure)
  }
}

function other(
  code: string,
  error: Error,
  host: string,
  failure: (message: string, hint?: string) => ApigwCacheError,
): unknown {
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|ISSUER/.test(code)) {
    const hint = 'with --connect-to the certificate must still be that of the URL'
    return failure(`the certificate of ${host} is not trusted (${code})`, hint)
  }
  if (/^ERR_SSL|^EPROTO/.test(code)) return failure(`no TLS connection with ${host}`, 'is it http instead of https?')
  if (/^HPE_/.test(code)) return failure(`${host} does not answer in HTTP (${code})`)
  return code.startsWith('E') && 'syscall' in error ? failure(`${host} cannot be reached (${code})`) : error
}
