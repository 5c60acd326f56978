import { servedVerbs } from '../../gateway/cached-verbs.js'
import { DEFAULTS_KEY, effective } from '../../gateway/settings.js'
import { provisioned } from '../../gateway/stage.js'
import { override, tool } from '../command.js'
import { type Rule, STAGE } from '../rule.js'
import { type Seen, switchedOn } from '../seen.js'
import { CACHING_GUIDE, sam, terraform } from '../sources.js'

export const nothingCached: Rule = {
  id: 'nothing-cached',
  severity: 'warning',
  title: 'the cluster is on, and no method is cached',
  judge: (seen) => {
    if (!provisioned(seen.stage) || switchedOn(seen).length > 0) return []
    const { because, fix } = causeOf(seen)
    return [{ ...STAGE, message: `the cluster is on and billed, but no method is cached: ${because}`, fix }]
  },
  page: {
    why: 'A cache cluster stores nothing by itself: method-level caching has to be on as well, with a TTL above 0, for GET by default and for other methods by an override. Until then the cluster is paid for and does nothing.',
    remedy:
      'Turn default caching on, or give it a TTL; the command asks first where a method would serve wrong data. Where nothing is meant to be cached, remove the cluster with apigw-cache disable.',
    sources: [
      { says: 'provisioning and default method-level caching are two switches', url: CACHING_GUIDE },
      { says: 'caching that was configured did not come on', url: terraform(41104) },
      { says: 'a setting that matches no method is accepted', url: sam(674) },
    ],
  },
}

function causeOf(seen: Seen): { readonly because: string; readonly fix: string } {
  const { settings } = seen.stage
  const gets = seen.deployed
    .filter((one) => servedVerbs(one, seen.deployed).includes('GET'))
    .map(({ path }) => ({ ref: { method: 'GET', path }, ...effective(seen.stage, { method: 'GET', path }) }))
  const defaults = settings[DEFAULTS_KEY]
  if (gets.length === 0) {
    return { because: 'the deployed API has no GET method', fix: tool(seen, 'disable') }
  }
  if (gets.every(({ source }) => source === 'override')) {
    const zero = gets.find(({ caching }) => caching)
    return zero
      ? { because: 'overrides have a TTL of 0', fix: override(seen, zero.ref, '--ttl', '300') }
      : { because: 'overrides turn it off for every GET method', fix: tool(seen, 'disable') }
  }
  return defaults?.caching
    ? {
        because: 'default caching has a TTL of 0, which means not cached',
        fix: tool(seen, 'defaults', '--ttl', '300'),
      }
    : { because: 'default caching is off', fix: tool(seen, 'defaults', '--cache', 'on') }
}
