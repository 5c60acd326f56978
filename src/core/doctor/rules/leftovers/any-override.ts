import { entryRemoval } from '../../../change/patch.js'
import { methodKey } from '../../../gateway/settings.js'
import { isUnserved } from '../../../settings/override-method.js'
import { decidingOverrides, entriesOf, goesAsAWhole } from '../../entries.js'
import { CACHING_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { override, updateStage } from '../../steps.js'

export const anyOverride: Rule = {
  id: 'any-override',
  severity: 'warning',
  title: 'an override is for ANY, and not for the verbs that are called',
  judge: (seen) =>
    entriesOf(seen.stage)
      .filter(({ key, ref }) => ref.method === 'ANY' && !key.includes('*') && !isUnserved(seen, ref))
      .map(({ key, ref }) => {
        // Removing the override of ANY takes the verbs' own overrides with it.
        const alone = !decidingOverrides(seen.stage).some((entry) => entry.ref.path === ref.path)
        const fix =
          alone && goesAsAWhole(seen.stage, ref)
            ? override(ref, { remove: true })
            : updateStage(seen.target, entryRemoval(key))
        const spelling = key === methodKey(ref) ? '' : ` (${key})`
        const message = `the settings of ANY ${ref.path}${spelling} are not known to count for any request: each verb has settings of its own`
        return { ...ref, message, fix }
      }),
  page: {
    why: 'API Gateway takes settings for ANY, and no source says that a GET which an ANY method serves has them. Tools that have to work write the verbs one by one.',
    remedy: ({ option }) =>
      `Remove the entry, and say what is meant with an override of ANY and its path, ${option('caching')} and ${option('ttlSeconds')}: this tool then writes the verbs that the ANY method serves. ${option('fix')} leaves it alone: if API Gateway does heed it, removing it changes answers.`,
    sources: [
      { says: 'settings are of methods', url: CACHING_GUIDE },
      {
        says: 'the Serverless plugin writes the verbs one by one, GET on and the others off',
        url: 'https://github.com/DianaIonita/serverless-api-gateway-caching',
      },
    ],
  },
}
