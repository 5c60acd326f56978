import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env } from '../aws/config.js'
import { readTextFile } from '../files.js'

/** Node's own authorities and those of `AWS_CA_BUNDLE`; null if that is not set. Errors: `usage`. */
export async function trustedAuthorities({
  AWS_CA_BUNDLE,
  NODE_EXTRA_CA_CERTS,
}: Env): Promise<SecureContext | null> {
  // Node reads NODE_EXTRA_CA_CERTS by itself, but not for a context of our own.
  if (!AWS_CA_BUNDLE) return null
  const bundle = await readTextFile(AWS_CA_BUNDLE)
  if (!bundle?.includes('-----BEGIN')) throw unusable(AWS_CA_BUNDLE)
  const extra = NODE_EXTRA_CA_CERTS ? await readTextFile(NODE_EXTRA_CA_CERTS) : null
  try {
    return createSecureContext({ ca: [...rootCertificates, bundle, ...(extra === null ? [] : [extra])] })
  } catch (cause) {
    throw unusable(AWS_CA_BUNDLE, cause)
  }
}

function unusable(path: string, cause?: unknown): ApigwCacheError {
  return new ApigwCacheError('usage', 'certificate-file', `"${path}" is no file of certificates`, {
    hint: 'check AWS_CA_BUNDLE',
    cause,
  })
}
