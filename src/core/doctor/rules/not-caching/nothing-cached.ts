import type { Step } from '../../../base/spelling.js'
import { cachedVerbs, servedVerbs } from '../../../gateway/methods.js'
import type { SettingRecord, StageRecord } from '../../../gateway/record.js'
import { DEFAULTS_KEY, effective, stores } from '../../../gateway/settings.js'
import { provisioned } from '../../../gateway/stage.js'
import { decidingOverrides } from '../../entries.js'
import { CACHING_GUIDE, sam, terraform } from '../../links.js'
import { type CheapRule, type Finding, STAGE } from '../../rule.js'
import type { Glance } from '../../seen.js'
import { defaults, override } from '../../steps.js'

const WHAT = 'the cluster is on and billed, but no method is cached'

export const nothingCached: CheapRule = {
  id: 'nothing-cached',
  severity: 'warning',
  title: 'the cluster is on, and no method is cached',
  cheap: true,
  judge: (seen) => {
    if (!provisioned(seen.stage) || isSomethingCached(seen)) return []
    const { because, fix } = causeOf(seen)
    return [{ ...STAGE, message: `${WHAT}: ${because}`, warning: warningFor(seen), fix }]
  },
  page: {
    why: 'A cache cluster stores nothing by itself: method-level caching has to be on as well, with a TTL above 0, for GET by default and for other methods by an override. Until then the cluster is paid for and does nothing.',
    remedy: ({ step }) =>
      `Turn default caching on, or give it a TTL; the command asks first where a method would serve wrong data. Where nothing is meant to be cached, remove the cluster:\n${step({ verb: 'disable' })}`,
    sources: [
      { says: 'provisioning and default method-level caching are two switches', url: CACHING_GUIDE },
      { says: 'caching that was configured did not come on', url: terraform(41104) },
      { says: 'a setting that matches no method is accepted', url: sam(674) },
    ],
  },
}

/** As far as it is known: an entry may be for a method that the deployment does not have. */
function isSomethingCached({ stage, deployed }: Glance): boolean {
  return deployed === null
    ? entriesThatCount(stage).some(stores)
    : deployed.some((one) => cachedVerbs(one, deployed, stage.settings).length > 0)
}

function entriesThatCount(stage: StageRecord): readonly SettingRecord[] {
  const defaults = stage.settings[DEFAULTS_KEY]
  return [...(defaults ? [defaults] : []), ...decidingOverrides(stage).map(({ record }) => record)]
}

function causeOf({ stage, deployed }: Glance): { readonly because: string; readonly fix: Step } {
  const gets = (deployed ?? [])
    .filter((one) => servedVerbs(one, deployed ?? []).includes('GET'))
    .map(({ path }) => ({ ref: { method: 'GET', path }, ...effective(stage, { method: 'GET', path }) }))
  if (deployed && gets.length === 0) {
    return { because: 'the deployed API has no GET method', fix: { verb: 'disable' } }
  }
  if (gets.length > 0 && gets.every(({ source }) => source === 'override')) {
    const zero = gets.find(({ caching }) => caching)
    return zero
      ? { because: 'overrides have a TTL of 0', fix: override(zero.ref, { ttlSeconds: '300' }) }
      : { because: 'overrides turn it off for every GET method', fix: { verb: 'disable' } }
  }
  return stage.settings[DEFAULTS_KEY]?.caching
    ? {
        because: 'default caching has a TTL of 0, which means not cached',
        fix: defaults({ ttlSeconds: '300' }),
      }
    : { because: 'default caching is off', fix: defaults({ caching: true }) }
}

/** A status says what the settings say, and of the methods only what is wrong with each. */
function warningFor({ stage }: Glance): NonNullable<Finding['warning']> | null {
  if (entriesThatCount(stage).some(stores)) return null
  const zero = decidingOverrides(stage).find(({ record }) => record.caching)
  const isDefault = stage.settings[DEFAULTS_KEY]?.caching === true
  const because = zero || isDefault ? 'caching is on with a TTL of 0, which means not cached' : 'default caching is off'
  const ttl = { ttlSeconds: '300' }
  const fix = isDefault ? defaults(ttl) : zero ? override(zero.ref, ttl) : defaults({ caching: true })
  return [`${WHAT}: ${because}`, fix]
}
