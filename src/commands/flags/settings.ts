import type { Command } from 'commander'
import type { MethodSettings, UnauthorizedStrategy } from '../../core/gateway/model.js'
import { type UnkeyedFlags, unkeyedOptions } from './common.js'
import { onOff, strategy, ttl } from './values.js'

/** Flags of the cache settings in `methodSettings`. */
export interface SettingFlags extends UnkeyedFlags {
  readonly cache?: boolean | undefined
  readonly ttl?: number
  readonly encrypt?: boolean
  readonly requireAuthorization?: boolean
  readonly unauthorized?: UnauthorizedStrategy
}

/** Adds the flags; `cacheOption` turns caching on or off, and `what` is its help. */
export function settingOptions(command: Command, cacheOption: string, what: string): Command {
  command
    .option(`${cacheOption} <on|off>`, what, onOff(cacheOption))
    .option('--ttl <duration>', 'up to 1h, such as 60, 90s or 5m; 0 is not cached; AWS takes 300', ttl)
    .option('--encrypt', 'encrypt what is stored')
    .option('--no-encrypt', 'store it as it is')
    .option('--require-authorization', 'only callers with execute-api:InvalidateCache may refresh an entry')
    .option('--no-require-authorization', 'anyone may refresh an entry')
    .option('--unauthorized <strategy>', 'what others get: fail, warn or ignore', strategy)
  return unkeyedOptions(command, "cache 'GET /pets/{id}' although its key lacks something; or all")
}

export function settingsOf(flags: SettingFlags): Partial<MethodSettings> {
  const { cache, ttl: ttlSeconds, encrypt, requireAuthorization, unauthorized } = flags
  return {
    ...(cache === undefined ? {} : { caching: cache }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(encrypt === undefined ? {} : { encrypted: encrypt }),
    ...(requireAuthorization === undefined ? {} : { requireAuthorization }),
    ...(unauthorized === undefined ? {} : { unauthorized }),
  }
}
