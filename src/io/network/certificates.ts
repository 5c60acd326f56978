import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env } from '../aws/config.js'
import { readTextFile } from '../files.js'

/** Whom to trust besides Node's own authorities; null where that is nobody else. Errors: `usage`. */
export async function trusted({ AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS }: Env): Promise<SecureContext | null> {
  // By itself, Node reads NODE_EXTRA_CA_CERTS; a choice of ours replaces that.
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
