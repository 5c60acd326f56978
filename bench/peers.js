import { execFileSync, spawnSync } from 'node:child_process'

/**
 * The path of an installed program, or null. A version manager's shim is looked through, because its own time
 * is not the peer's.
 */
export function findPeer(name) {
  const found = output('which', [name])
  if (!found) return null
  return found.includes('/shims/') ? output('pyenv', ['which', name]) : found
}

export function versionOf(path) {
  return output(path, ['--version'])?.split(' ')[0] ?? path
}

/** The environment without anything that would lead an AWS client elsewhere than to this endpoint. */
export function awsEnv(endpoint) {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|APIGW_CACHE_|NODE_OPTIONS$)/.test(name))
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_PAGER: '',
  }
}

function output(command, args) {
  if (spawnSync(command, args, { stdio: 'ignore' }).status !== 0) return null
  return execFileSync(command, args, { encoding: 'utf8' }).trim() || null
}
