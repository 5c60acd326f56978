import { entryRemoval } from '../../change/patch.js'
import { methodKey } from '../../gateway/settings.js'
import { isUnserved } from '../../settings/override-method.js'
import { awsUpdateStage, override } from '../command.js'
import { decidingOverrides, entriesOf } from '../entries.js'
import { goesAsAWhole } from '../removal.js'
import type { Rule } from '../rule.js'
import { CACHING_GUIDE } from '../sources.js'

export const anyOverride: Rule = {
  id: 'any-override',
  severity: 'warning',
  title: 'an override is for ANY, and not for the verbs that are called',
  judge: (seen) =>
    entriesOf(seen.stage)
      .filter(({ key, ref }) => ref.method === 'ANY' && key === methodKey(ref) && !isUnserved(seen, ref))
      .map(({ key, ref }) => {
        // override ANY --remove takes the verbs' own overrides with it.
        const alone = !decidingOverrides(seen.stage).some((entry) => entry.ref.path === ref.path)
        const fix =
          alone && goesAsAWhole(seen, ref)
            ? override(seen, ref, '--remove')
            : awsUpdateStage(seen, [entryRemoval(key)])
        const message = `the settings of ANY ${ref.path} are not known to count for any request: each verb has settings of its own`
        return { ...ref, message, fix }
      }),
  page: {
    why: 'API Gateway takes settings for ANY, and no source says that a GET which an ANY method serves has them. Tools that have to work write the verbs one by one.',
    remedy:
      'Remove the entry, and say what is meant with apigw-cache override ANY PATH --cache on --ttl 60, which writes the verbs that the ANY method serves. --fix leaves it alone: if API Gateway does heed it, removing it changes answers.',
    sources: [
      { says: 'settings are of methods', url: CACHING_GUIDE },
      {
        says: 'the Serverless plugin writes the verbs one by one, GET on and the others off',
        url: 'https://github.com/DianaIonita/serverless-api-gateway-caching',
      },
    ],
  },
}
