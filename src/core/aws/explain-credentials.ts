import { ApigwCacheError } from '../base/errors.js'

const PROVIDERS = new Set(['CredentialsProviderError', 'TokenProviderError', 'NoCredentialsError'])

/** Messages of the SDK's providers that found no credentials. */
const NOTHING =
  /^(could not resolve credentials using profile|could not load credentials|unable to find environment|web identity configuration not specified|no http credential provider host|profile \S+ (did not contain|could not be found|was not found))/i

/** True if a provider found no credentials, which is no failure of it. */
export function saysNothing(error: Error): boolean {
  return PROVIDERS.has(error.name) && (error.message === '' || NOTHING.test(error.message))
}

export function isExpired(error: Error): boolean {
  return /\b(token|session|credentials?)\b[^.]*\bexpired\b|\bexpired\b[^.]*\b(token|session|credentials?)\b/i.test(
    error.message,
  )
}

export function isProviderError(error: Error): boolean {
  return PROVIDERS.has(error.name)
}

/**
 * Turns an error of a credentials provider into one of this tool's; `profile` is the chosen one. Errors of AWS
 * itself are left to the caller.
 */
export function explainProvider(thrown: unknown, profile: string | null): unknown {
  if (thrown instanceof ApigwCacheError || !(thrown instanceof Error)) return thrown
  const error = withoutCommand(thrown)
  if (isExpired(error)) return expired(error, profile)
  const fromSystem = typeof Reflect.get(error, 'code') === 'string' && !Reflect.has(error, '$metadata')
  if (!isProviderError(error) && !fromSystem) return error
  if (saysNothing(error)) return noCredentials(error, profile)
  const whose = profile === null ? '' : ` of profile "${profile}"`
  const sentence = error.message.trim().replace(/\s+/g, ' ').replace(/\.$/, '')
  return new ApigwCacheError(
    'denied',
    'credentials-unusable',
    `the AWS credentials${whose} could not be obtained: ${sentence}`,
    {
      cause: error,
      data: { profile },
    },
  )
}

/** Node's error of a `credential_process` quotes its command line, which may hold a secret. */
function withoutCommand(error: Error): Error {
  const [, command, said = ''] = /^Command failed: ([^\n]*)\n?(.*)$/s.exec(error.message) ?? []
  if (command === undefined) return error
  const why = command === '' ? said.trim() : said.replaceAll(command, '…').trim()
  const words = `its credential_process failed${why === '' ? '' : `: ${why}`}`
  return Object.assign(new Error(words), { name: error.name })
}

export function expired(cause: Error, profile: string | null, requestId?: string): ApigwCacheError {
  const whose = profile === null ? '' : ` of profile "${profile}"`
  return new ApigwCacheError('denied', 'session-expired', `the AWS session${whose} has expired`, {
    cause,
    requestId,
    data: { profile },
  })
}

export function noCredentials(cause: unknown, profile: string | null): ApigwCacheError {
  const where = profile === null ? '' : ` in profile "${profile}"`
  return new ApigwCacheError('denied', 'no-credentials', `no AWS credentials were found${where}`, {
    cause,
  })
}
