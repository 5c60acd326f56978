const RECORDS =
  'create|creation|update|modif(?:y|ied|ication)|change|start|init(?:ialize|ialise)?|boot|window|bucket|reset|seen|heartbeat|expires?|expiry|expiration|valid|until|deploy|deployment|built|build|release|login|last|publish|effective|as ?of'
/** `created`, `started at`, `last modified`, `window start`, `valid until`. */
const ENDS_IN_RECORD = new RegExp(`(?:^| )(?:${RECORDS})(?:e?d|ing)?$`)
/** Labels from text are in one case: `createdat`. */
const IN_ONE_WORD = new RegExp(`(?:${RECORDS})(?:e?d|ing)?(?:at|on|time|date)$`)
const LAST = /(?:^| )(?:last|latest|previous|newest)(?: |$)/
/** Words that only mean a time. */
const OF_TIME =
  /(?: (?:at|on|time|date|datetime|timestamp|ts|utc|gmt|iso|epoch|unix|s|sec|seconds|ms|millis))+$/

/**
 * True if the name of a time suggests a record or an instance rather than the answer. Such a time may happen to
 * be the present one, and stays without any cache. PURE.
 */
export function isRecordTime(source: string): boolean {
  const path = wordsOf(source.slice(source.indexOf(':') + 1).replace(/#\d+$/, ''))
  const name = wordsOf(lastName(source))
  const bare = name.replace(OF_TIME, '')
  return ENDS_IN_RECORD.test(bare) || IN_ONE_WORD.test(bare) || LAST.test(path)
}

/** Takes the last name of a source: `createdAt` of `body:data."x.y"[0].createdAt`, `times` of `body:times[3]`. */
function lastName(source: string): string {
  const [, quoted, plain] = /(?:"((?:[^"\\]|\\.)*)"|([^.:"\]]*))(?:\[\d+\])*$/.exec(unnumbered(source)) ?? []
  return quoted ?? plain ?? ''
}

// Long sources are searched only at their end.
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
