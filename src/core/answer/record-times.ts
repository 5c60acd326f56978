const RECORDS =
  'create|creation|update|modif(?:y|ied|ication)|change|start|init(?:ialize|ialise)?|boot|window|bucket|reset|seen|heartbeat|expires?|expiry|expiration|valid|until|deploy|deployment|built|build|release|login|last|publish|effective|as ?of'
/** `created`, `started at`, `last modified`, `window start`, `valid until`. */
const ENDS_IN_RECORD = new RegExp(`(?:^| )(?:${RECORDS})(?:e?d|ing)?$`)
/** A label from a text comes in one case: `createdat`. */
const IN_ONE_WORD = new RegExp(`(?:${RECORDS})(?:e?d|ing)?(?:at|on|time|date)$`)
const LAST = /(?:^| )(?:last|latest|previous|newest)(?: |$)/
/** Words that only say that it is a time. */
const OF_TIME =
  /(?: (?:at|on|time|date|datetime|timestamp|ts|utc|gmt|iso|epoch|unix|s|sec|seconds|ms|millis))+$/

/**
 * By its name such a time belongs to a record or to an instance, and not to the answer: it may
 * be the present one by accident, and stays without any cache. PURE.
 */
export function isRecordTime(source: string): boolean {
  const path = wordsOf(source.slice(source.indexOf(':') + 1).replace(/#\d+$/, ''))
  const name = wordsOf(lastName(source))
  const bare = name.replace(OF_TIME, '')
  return ENDS_IN_RECORD.test(bare) || IN_ONE_WORD.test(bare) || LAST.test(path)
}

/** `body:data."x.y"[0].createdAt` ends in `createdAt`, and `body:times[3]` in `times`. */
function lastName(source: string): string {
  const [, quoted, plain] = /(?:"((?:[^"\\]|\\.)*)"|([^.:"\]]*))(?:\[\d+\])*$/.exec(unnumbered(source)) ?? []
  return quoted ?? plain ?? ''
}

// Sources may be long, and the end is all that is looked at.
const NAME_CHARACTERS = 200

function unnumbered(source: string): string {
  const end = source.slice(-NAME_CHARACTERS)
  return source.startsWith('text:') ? end.replace(/#\d+$/, '') : end
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
}
