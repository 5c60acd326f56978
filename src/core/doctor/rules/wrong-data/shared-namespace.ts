import { someOf } from '../../../exposure/guard.js'
import { sharingPairs } from '../../../exposure/shared-entries.js'
import { sharedEntries } from '../../../exposure/wrong-data.js'
import { servingMethod } from '../../../gateway/method.js'
import { provisioned } from '../../../gateway/stage.js'
import { CACHING_GUIDE, INTEGRATION_REFERENCE } from '../../links.js'
import { type CheapRule, type Finding, STAGE } from '../../rule.js'
import { type Glance, storedWrongly } from '../../seen.js'
import { cachingOff } from '../../steps.js'

export const sharedNamespace: CheapRule = {
  id: 'shared-namespace',
  severity: 'error',
  title: 'methods of several resources share their entries',
  cheap: true,
  judge: (seen) => [...surelyShared(seen), ...perhapsShared(seen)],
  page: {
    why: "An entry is found by the integration's cache namespace and the values of the keys; the resource is in the namespace only, which is its id unless somebody sets another. Methods that were given one namespace, as happens when integrations are copied from an export, are answered with each other's answers wherever their key values agree. Methods that ask one server for the same are left out: for them a namespace in common is made.",
    remedy:
      "Give each integration a namespace of its own (UpdateIntegration replaces /cacheNamespace; the resource's id is a good one) and deploy. Until then turn caching off for all of them but one. Where the names of their keys differ, nobody says whether that keeps their entries apart, which is shown as info.",
    sources: [
      {
        says: 'one namespace returns the same cached data to different resources',
        url: INTEGRATION_REFERENCE,
      },
      { says: 'which parameters make up the key is chosen for each method', url: CACHING_GUIDE },
    ],
  },
}

function surelyShared(seen: Glance): readonly Finding[] {
  return storedWrongly(seen, sharedEntries).map(({ method, path, sharesWith }) => ({
    ...{ method, path },
    message: `${method} ${path} has the cache namespace ${namespaceOf(seen, { method, path })} and the keys of ${someOf(sharesWith)}: each is answered with what was stored for another`,
    fix: cachingOff({ method, path }),
  }))
}

/** One for each namespace. */
function perhapsShared({ stage, deployed }: Glance): readonly Finding[] {
  if (deployed === null || !provisioned(stage)) return []
  const others = sharingPairs(deployed, stage.settings).filter(({ sameKeys }) => !sameKeys)
  const first = new Map(others.toReversed().map((pair) => [pair.namespace, pair]))
  return [...first.values()].toReversed().map(({ namespace, first: one, second }) => ({
    ...STAGE,
    severity: 'info',
    message: `${someOf([one, second])} have the cache namespace ${namespace} in common and keys of other names, of which nobody says whether that keeps their entries apart`,
    warning: null,
    fix: cachingOff(second),
  }))
}

function namespaceOf({ deployed }: Glance, ref: { readonly method: string; readonly path: string }): string {
  return servingMethod(deployed ?? [], ref)?.namespace ?? ''
}
