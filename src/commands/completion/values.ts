import { VERBS as HTTP_VERBS, METHOD_NAMES } from '../../core/gateway/method.js'
import { CLUSTER_SIZES } from '../../core/gateway/model.js'
import { VERB_NEEDS } from '../../core/policy/permissions.js'
import { WIDENINGS } from '../../core/policy/place.js'
import { FORMATS } from '../../render/format/formats.js'
import { TOPICS } from '../../render/help.js'
import { VERBS } from '../verbs.js'

const SWITCH = ['on', 'off']

/** What an option takes, where that is one of a few words; the same in every verb that has it. */
export const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  '--any': WIDENINGS,
  '--cache': SWITCH,
  '--color': ['auto', 'always', 'never'],
  '--control': ['test-invoke', 'none'],
  '--default-caching': SWITCH,
  '--detailed-metrics': SWITCH,
  '--expect': ['cached', 'not-cached'],
  '--fail-on': ['error', 'warning'],
  '--layer': ['stage'],
  '--method': HTTP_VERBS,
  '--output': FORMATS,
  '--seed': ['demo', 'empty', 'traffic', 'fleet'],
  '--size': CLUSTER_SIZES,
  '--unauthorized': ['warn', 'ignore', 'fail'],
  '--verbs': Object.keys(VERB_NEEDS),
}

/** What the words after a verb may be, one list for each place. */
export const WORD_VALUES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  completion: [['bash', 'zsh', 'fish']],
  config: [['show']],
  help: [[...Object.keys(VERBS), ...Object.keys(TOPICS)]],
  keys: [['list', 'add', 'remove'], METHOD_NAMES],
  override: [METHOD_NAMES],
  policy: [['invalidate', 'operator'], METHOD_NAMES],
  wait: [['available', 'gone']],
}
