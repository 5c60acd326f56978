import type { Command } from 'commander'

/** Names that other tools have for an option, or for an argument, which is named without dashes. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  '--rest-api-id': ['--api'],
  '--rest-api': ['--api'],
  '--api-id': ['--api'],
  '--api-name': ['--api'],
  '--stage-name': ['--stage'],
  '--cache-cluster-size': ['--size'],
  '--cache-size': ['--size'],
  '--cluster-size': ['--size'],
  '--capacity': ['--size'],
  '--cache-ttl': ['--ttl'],
  '--ttl-in-seconds': ['--ttl'],
  '--cache-ttl-in-seconds': ['--ttl'],
  '--encrypted': ['--encrypt'],
  '--cache-data-encrypted': ['--encrypt'],
  '--format': ['--output'],
  '--force': ['--yes'],
  '--auto-approve': ['--yes'],
  '--approve': ['--yes'],
  '--assume-role': ['--role'],
  '--role-arn': ['--role'],
  '--endpoint': ['--endpoint-url'],
  '--host': ['--endpoint-url'],
  '--aws-profile': ['--profile'],
  '--http-method': ['--method', 'method'],
  '--method': ['method'],
  '--resource': ['path', 'method'],
  '--resource-path': ['path', 'method'],
  '--path': ['path', 'method'],
  '--url': ['path'],
  '-H': ['--header'],
  '-X': ['--method', 'method'],
  '--request': ['--method', 'method'],
}

/** What the verb has for it: `--stage`, or `path, without an option`. Undefined where it has nothing. */
export function ownNameFor(foreign: string, command: Command): string | undefined {
  const names = Object.hasOwn(ELSEWHERE, foreign) ? (ELSEWHERE[foreign] ?? []) : []
  const own = names.find((name) => has(command, name))
  return own === undefined || own.startsWith('--') ? own : `the ${own}, without an option`
}

function has(command: Command, name: string): boolean {
  if (!name.startsWith('--')) return command.registeredArguments.some((one) => one.name() === name)
  for (let at: Command | null = command; at; at = at.parent) {
    if (at.options.some(({ long }) => long === name)) return true
  }
  return false
}
