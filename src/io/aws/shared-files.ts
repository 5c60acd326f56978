import { devNull } from 'node:os'
import { loadSharedConfigFiles } from '@smithy/core/config'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env, SharedProfile } from './config.js'

interface SharedFilePaths {
  readonly config: string | null
  readonly credentials: string | null
}

/** Paths of the AWS CLI's shared files; null if neither a variable nor a home folder says where. */
export function sharedFilePaths(env: Env): SharedFilePaths {
  const home = env.HOME || env.USERPROFILE
  const inHome = (name: string) => (home ? `${home}/.aws/${name}` : null)
  return {
    config: env.AWS_CONFIG_FILE || inHome('config'),
    credentials: env.AWS_SHARED_CREDENTIALS_FILE || inHome('credentials'),
  }
}

/** For the SDK, which would look in the machine's own home folder if a path were missing. */
export function sharedFiles(env: Env): { readonly configFilepath: string; readonly filepath: string } {
  const { config, credentials } = sharedFilePaths(env)
  return { configFilepath: config ?? devNull, filepath: credentials ?? devNull }
}

/** A profile that was given by name must exist. Errors: `usage`. */
export async function readSharedProfile(name: string | null, env: Env): Promise<SharedProfile> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...sharedFiles(env),
    ignoreCache: true,
  })
  const key = name ?? 'default'
  const values = { ...configFile[key], ...credentialsFile[key] }
  if (name !== null && !configFile[key] && !credentialsFile[key]) throw noProfile(name, env)
  const section = values.services
  return { values, services: (section && configFile[`services.${section}`]) || {} }
}

function noProfile(name: string, env: Env): ApigwCacheError {
  const { config, credentials } = sharedFilePaths(env)
  const files = [config, credentials].filter((path) => path !== null)
  return files.length > 0
    ? new ApigwCacheError('usage', 'no-such-profile', `there is no AWS profile "${name}" in ${files.join(' or ')}`, {
        hint: 'aws configure list-profiles',
      })
    : new ApigwCacheError(
        'usage',
        'no-such-profile',
        `there is no AWS profile "${name}": no file is known to look in`,
        {
          hint: 'set HOME, or AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE',
        },
      )
}
