import type { Command } from 'commander'
import { connectionOptions } from './common.js'
import { fleetOptions, tagOption } from './fleet.js'
import { apis, stages } from './values.js'

/** Adds the options of verbs that take several stages. */
export function selectorOptions(command: Command): Command {
  const own = command
    .optionsGroup('Targets (both may be repeated, and be globs such as pets-*):')
    .option('-a, --api <api>', 'REST API: id, name, ARN or invoke URL (APIGW_CACHE_API)', apis)
    .option('-s, --stage <stage>', 'stage (APIGW_CACHE_STAGE)', stages)
  return connectionOptions(fleetOptions(tagOption(own)))
}
