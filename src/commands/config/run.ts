import type { Context, Env } from '../../context.js'
import { withoutUserInfo } from '../../core/base/http.js'
import type { SettingsFile } from '../../core/config-file/settings-file.js'
import { configView } from '../../render/config.js'
import { originOf } from '../session/origin.js'
import { openSession } from '../session/session.js'
import { readConfig } from '../session/settings.js'
import type { ConfigFlags } from './command.js'

export interface ConfigValue {
  readonly name: string
  /** Null where nothing is set. */
  readonly value: string | null
  /** An option, a variable, a place in the config file, or `default`. */
  readonly origin: string | null
}

/** Asks AWS nothing. */
export async function runConfig(flags: ConfigFlags, context: Context): Promise<void> {
  const { env, cwd, readFile } = context
  const session = await openSession(flags, context)
  const { file, place } = await readConfig(flags.config, cwd, readFile)
  const values = SOURCES.map((source) => settingFrom(source, flags, env, { file, place }))
  await session.print({ values }, async () => configView(flags.origin === true))
}

interface Source {
  readonly name: keyof SettingsFile
  readonly flag?: keyof ConfigFlags
  readonly variables?: readonly string[]
  readonly byDefault?: string
}

const SOURCES: readonly Source[] = [
  { name: 'api', flag: 'api', variables: ['APIGW_CACHE_API'] },
  { name: 'stage', flag: 'stage', variables: ['APIGW_CACHE_STAGE'] },
  { name: 'account', flag: 'account', variables: ['APIGW_CACHE_ACCOUNT'] },
  { name: 'region', flag: 'region', variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
  { name: 'profile', flag: 'profile', variables: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] },
  { name: 'endpointUrl', flag: 'endpointUrl', variables: ['AWS_ENDPOINT_URL'] },
  { name: 'output', flag: 'output', variables: ['APIGW_CACHE_OUTPUT'], byDefault: 'table' },
  { name: 'rate', flag: 'rate', byDefault: '5/s' },
  { name: 'managedBy' },
  { name: 'prices', variables: ['APIGW_CACHE_PRICES'] },
  { name: 'sensitive' },
  { name: 'doctor' },
]

function settingFrom(
  { name, flag, variables = [], byDefault }: Source,
  flags: ConfigFlags,
  env: Env,
  { file, place }: { readonly file: SettingsFile; readonly place: (key: string) => string },
): ConfigValue {
  const given = name === 'output' && flags.json ? 'json' : flag === undefined ? undefined : flags[flag]
  const inFile = file[name]
  const option = flag && `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const origin = originOf(given === undefined ? undefined : option, env, variables, inFile && place(name))
  const variable = variables.find((one) => env[one])
  const value = given ?? (variable === undefined ? undefined : env[variable]) ?? inFile ?? byDefault
  return { name, value: textOf(value), origin: origin ?? (byDefault === undefined ? null : 'default') }
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null
  return typeof value === 'string'
    ? value.includes('://')
      ? withoutUserInfo(value)
      : value
    : typeof value === 'number'
      ? `${value}/s`
      : JSON.stringify(value)
}
