/** `generatedAt`, `rendered`, `date_served`, `responded-at`. */
const MADE = /(?:^| )(?:generated|rendered|served|responded|generation|rendering)$/
/** `now`, `nowMs`, `server now`. */
const NOW = /(?:^| )now$/
/** `serverTime`, `current_date_time`, `responseTimestamp`; without a word for a time they are something else. */
const OF_NOW = /(?:^| )(?:server|current|response)$/
/** Labels from text are in one case: `generatedat`. */
const IN_ONE_WORD =
  /(?:^| )(?:(?:generated|rendered|served|responded)(?:at|on|time|date)|(?:server|current|response)(?:time|date|timestamp|datetime))$/
/** Words that only mean a time. */
const OF_TIME =
  /(?: (?:at|on|time|date|datetime|timestamp|clock|ts|utc|gmt|iso|epoch|unix|s|sec|seconds|ms|millis|milliseconds|ns|us))+$/
/** `last generated`, `report.generatedAt`: of something that the answer is about. */
const OF_ANOTHER =
  /(?:^| )(?:first|last|latest|previous|prev|newest|oldest|next|initial|original|token|session|ticket|report|invoice|order|quote|record|item|items|entry|entries|event|events|snapshot|otp|key|certificate|password|code|link|file)(?: |$)/

/**
 * True if the name of a time says that it is the one at which the answer itself was made. Others are about a
 * record, a quote or a session: they may happen to be the present time, and stay without any cache. PURE.
 */
export function saysWhenMade(source: string): boolean {
  const path = source.slice(source.indexOf(':') + 1).slice(-PATH_CHARACTERS)
  const unnumbered = source.startsWith('text:') ? path.replace(/#\d+$/, '') : path
  // What is in a list is one of several things.
  if (unnumbered.includes('[')) return false
  const whole = wordsOf(unnumbered)
  if (OF_ANOTHER.test(whole.replace(/^x /, ''))) return false
  const name = wordsOf(lastName(unnumbered))
  const bare = name.replace(OF_TIME, '')
  return MADE.test(bare) || NOW.test(bare) || (bare !== name && OF_NOW.test(bare)) || IN_ONE_WORD.test(name)
}

// Long sources are searched only at their end.
const PATH_CHARACTERS = 200

/** Takes the last name of a path: `createdAt` of `data."x.y".createdAt`. */
function lastName(path: string): string {
  const [, quoted, plain] = /(?:"((?:[^"\\]|\\.)*)"|([^.:"]*))$/.exec(path) ?? []
  return quoted ?? plain ?? ''
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
}
