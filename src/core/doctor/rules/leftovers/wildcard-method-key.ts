import { entryRemoval } from '../../../change/patch.js'
import { entriesOf } from '../../entries.js'
import { PATCH_REFERENCE, sam } from '../../links.js'
import { type Rule, STAGE } from '../../rule.js'
import { updateStage } from '../../steps.js'

export const wildcardMethodKey: Rule = {
  id: 'wildcard-method-key',
  severity: 'warning',
  title: 'a method setting has a wildcard that matches nothing',
  judge: (seen) =>
    entriesOf(seen.stage)
      .filter(({ key }) => key.includes('*'))
      .map(({ key }) => ({
        ...STAGE,
        message: `the entry ${key} matches no method: API Gateway knows */* and nothing between it and a single method`,
        fix: updateStage(seen.target, entryRemoval(key)),
      })),
  page: {
    why: 'Only */* stands for all methods. /v1/* with GET, or /* with GET, is accepted by some tools and matches nothing, so that what it was meant to switch on is off.',
    remedy:
      'Remove the entry, which no verb of this tool names, and set the methods one by one, with overrides. Look at first what else is in it: throttling that was meant does not work either.',
    sources: [
      { says: 'the paths that a stage update takes', url: PATCH_REFERENCE },
      { says: 'a wildcard in a path is ignored', url: sam(1620) },
    ],
  },
}
