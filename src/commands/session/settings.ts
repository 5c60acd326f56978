import { dirname, isAbsolute, join } from 'node:path'
import type { Context, Env } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { withoutUserInfo } from '../../core/base/http.js'
import type { SettingsFile } from '../../core/config-file/settings-file.js'
import type { PriceTable } from '../../core/gateway/pricing.js'
import type { Format } from '../../render/format/formats.js'
import type { GlobalFlags } from '../flags/common.js'
import { format, rate } from '../flags/values.js'
import { from, originOf } from './origin.js'
import { type TargetSettings, targetSettings } from './target.js'

const FILE_NAMES = ['apigw-cache.config.yaml', 'apigw-cache.config.yml', 'apigw-cache.config.json']

/** Effective settings: flag > environment > file > default. */
export interface Settings extends TargetSettings {
  readonly profile: string | undefined
  readonly endpointUrl: string | undefined
  /** Where the endpoint stands, if nobody named it here: in the file of a folder above. */
  readonly farEndpoint: string | null
  readonly rate: number | undefined
  readonly output: Format
  readonly managedBy: string | undefined
  /** From a price file, if there is one. */
  readonly prices: PriceTable | undefined
  /** Settings of `doctor` about the stages. */
  readonly sensitive: readonly string[]
  readonly doctorIgnore: NonNullable<NonNullable<SettingsFile['doctor']>['ignore']>
  /** The environment, completed with the file's region, profile and endpoint. */
  readonly env: Env
  /** Where a value came from that the connection may refuse, by the code of its error. */
  readonly origins: Readonly<Record<string, string | undefined>>
}

export async function resolveSettings(
  flags: GlobalFlags,
  { env, cwd, readFile }: Pick<Context, 'env' | 'cwd' | 'readFile'>,
): Promise<Settings> {
  const { file, folder, place } = await readConfig(flags.config, cwd, readFile)
  const besideFile = file.prices === undefined ? undefined : relativeToFile(folder, file.prices)
  const endpointOrigin = originOf(
    flags.endpointUrl && '--endpoint-url',
    env,
    [...ENDPOINT_VARIABLES, 'AWS_ENDPOINT_URL'],
    file.endpointUrl && place('endpointUrl'),
  )
  const isFar = file.endpointUrl !== undefined && endpointOrigin === place('endpointUrl') && folder !== cwd
  return {
    ...targetSettings(flags, env, file, place),
    profile: flags.profile,
    endpointUrl: flags.endpointUrl,
    farEndpoint:
      isFar && flags.config === undefined ? `${withoutUserInfo(file.endpointUrl ?? '')} (${endpointOrigin})` : null,
    rate: flags.rate ?? (file.rate === undefined ? undefined : from(place('rate'), rate, file.rate)),
    output: outputOf(flags, env, file.output, place('output')),
    managedBy: file.managedBy,
    prices: await pricesOf(env.APIGW_CACHE_PRICES || besideFile, readFile),
    sensitive: file.sensitive ?? [],
    doctorIgnore: file.doctor?.ignore ?? [],
    env: withFile(env, file),
    origins: {
      region: originOf(
        flags.region && '--region',
        env,
        ['AWS_REGION', 'AWS_DEFAULT_REGION'],
        file.region && place('region'),
      ),
      'no-such-profile': originOf(
        flags.profile && '--profile',
        env,
        ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'],
        file.profile && place('profile'),
      ),
      'endpoint-url': endpointOrigin,
    },
  }
}

const ENDPOINT_VARIABLES = ['API_GATEWAY', 'CLOUDWATCH', 'STS'].map((name) => `AWS_ENDPOINT_URL_${name}`)

async function pricesOf(path: string | undefined, readFile: Context['readFile']): Promise<PriceTable | undefined> {
  if (path === undefined) return undefined
  const text = await readFile(path)
  if (text === null) {
    throw new ApigwCacheError('usage', 'command-line', `there is no price file "${path}"`, {
      hint: 'check APIGW_CACHE_PRICES, or prices in the config file',
    })
  }
  return (await import('../../core/config-file/price-file.js')).parsePriceFile(path, text)
}

/** Resolves a path relative to its config file, wherever the command runs. */
function relativeToFile(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path)
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

function outputOf(flags: GlobalFlags, env: Context['env'], inFile: string | undefined, place: string): Format {
  const named = flags.json ? 'json' : flags.output
  const variable = nonEmpty(env.APIGW_CACHE_OUTPUT)
  const fallback = variable ?? inFile
  // The result of a query has no columns, so it is JSON.
  if (named === undefined && flags.query !== undefined) return 'json'
  return named ?? (fallback === undefined ? 'table' : from(variable ? 'APIGW_CACHE_OUTPUT' : place, format, fallback))
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

interface ConfigFile {
  readonly file: SettingsFile
  readonly folder: string
  /** Where a key stands, for people. */
  readonly place: (key: string) => string
}

/** The config file that is named, or the nearest one. */
export async function readConfig(
  path: string | undefined,
  cwd: string,
  readFile: Context['readFile'],
): Promise<ConfigFile> {
  if (path !== undefined) {
    const text = await readFile(path)
    if (text === null)
      throw new ApigwCacheError('usage', 'command-line', `there is no file "${path}"`, {
        hint: 'check --config',
      })
    return parsedConfig(path, text)
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of FILE_NAMES) {
      const candidate = join(folder, name)
      const text = await readFile(candidate)
      if (text !== null) return parsedConfig(candidate, text)
    }
    if (dirname(folder) === folder) return { file: {}, folder: cwd, place: () => '' }
  }
}

async function parsedConfig(path: string, text: string): Promise<ConfigFile> {
  const { parseSettingsFile, placeOf } = await import('../../core/config-file/settings-file.js')
  const file = parseSettingsFile(path, text)
  return { file, folder: dirname(path), place: (key) => placeOf(path, text, key) }
}
