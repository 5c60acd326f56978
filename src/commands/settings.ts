import { dirname, join } from 'node:path'
import type { Context, Env } from '../context.js'
import type { SettingsFile } from '../core/config/settings-file.js'
import { ToolError } from '../core/errors.js'
import type { Format } from '../render/formats.js'
import { format, type GlobalFlags, rate } from './options.js'
import { type TargetSettings, targetSettings } from './target-settings.js'

const FILE_NAMES = ['apigw-cache.config.yaml', 'apigw-cache.config.json']

/** Flags after environment and config file: flag > environment > file > default. */
export interface Settings extends TargetSettings {
  readonly profile: string | undefined
  readonly endpointUrl: string | undefined
  readonly rate: number | undefined
  readonly output: Format
  readonly managedBy: string | undefined
  /** The environment, with the file's region, profile and endpoint where it has none itself. */
  readonly env: Env
}

export async function resolveSettings(
  flags: GlobalFlags,
  { env, cwd, readFile }: Pick<Context, 'env' | 'cwd' | 'readFile'>,
): Promise<Settings> {
  const file = await readConfig(flags.config, cwd, readFile)
  return {
    ...targetSettings(flags, env, file),
    profile: flags.profile,
    endpointUrl: flags.endpointUrl,
    rate: flags.rate ?? (file.rate === undefined ? undefined : rate(file.rate)),
    output: outputOf(flags, env, file.output),
    managedBy: file.managedBy,
    env: withFile(env, file),
  }
}

function withFile(env: Env, file: SettingsFile): Env {
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || file.region
  const profile = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || file.profile
  const endpointUrl = env.AWS_ENDPOINT_URL || file.endpointUrl
  return {
    ...env,
    ...(region ? { AWS_REGION: region } : {}),
    ...(profile ? { AWS_PROFILE: profile } : {}),
    ...(endpointUrl ? { AWS_ENDPOINT_URL: endpointUrl } : {}),
  }
}

function outputOf(flags: GlobalFlags, env: Context['env'], inFile: string | undefined): Format {
  const named = flags.json ? 'json' : flags.output
  const fallback = nonEmpty(env.APIGW_CACHE_OUTPUT) ?? inFile
  // A query has no columns: its result is JSON.
  if (named === undefined && flags.query !== undefined) return 'json'
  return named ?? (fallback === undefined ? 'table' : format(fallback))
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

async function readConfig(
  path: string | undefined,
  cwd: string,
  readFile: Context['readFile'],
): Promise<SettingsFile> {
  if (path !== undefined) {
    const text = await readFile(path)
    if (text === null) throw new ToolError('usage', `there is no file "${path}"`, { hint: 'check --config' })
    return (await import('../core/config/settings-file.js')).parseSettingsFile(path, text)
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of FILE_NAMES) {
      const candidate = join(folder, name)
      const text = await readFile(candidate)
      if (text !== null)
        return (await import('../core/config/settings-file.js')).parseSettingsFile(candidate, text)
    }
    if (dirname(folder) === folder) return {}
  }
}
