import type { Env, Io } from '../../context.js'
import { jsonIn } from '../../core/base/json.js'
import { around } from './around.js'

/** Variables that build servers set. */
const BUILD_SERVERS = ['CI', 'GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION']

/** GitHub obeys a line that begins so; Azure and TeamCity (and GitHub of old) one that has it anywhere. */
const COMMAND = /^(\s*):(?=:)|#(?=#\w*\[)/gm

/** Keeps text from outside from acting on a build server that reads what is printed. */
export function outsideBuildLog(io: Io, env: Env): Io {
  if (!BUILD_SERVERS.some((name) => env[name])) return io
  return around(io, {
    out: (text) => io.out(withoutCommands(text)),
    err: (line) => io.err(withoutCommands(line)),
  })
}

/** Changes what a build server would take for a command; JSON keeps its meaning. PURE. */
export function withoutCommands(text: string): string {
  if (text.search(COMMAND) < 0) return text
  if (jsonIn(text) !== undefined) return escaped(text)
  return text
    .split('\n')
    .map((line) => (jsonIn(line) !== undefined ? escaped(line) : line.replace(COMMAND, (sign) => `${sign} `)))
    .join('\n')
}

/** In JSON, either sign can only stand in a string. */
function escaped(json: string): string {
  return json.replace(/#(?=#\w*\[)/g, '\\u0023')
}
