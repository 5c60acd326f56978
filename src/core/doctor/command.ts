import type { PatchOperation } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import type { Target } from '../gateway/model.js'
import type { MethodRef } from '../gateway/settings.js'
import type { Seen, TargetOptions } from './seen.js'

const PLAIN = /^[\w./:=@%+,-]+$/
// Control characters, line separators, and the marks that reorder text: they must not reach a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

/** One word of a command line for a POSIX shell; where it has control characters, for bash and zsh. PURE. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text
  if (!UNSAFE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const escaped = [...text].map((sign) => {
    if (sign === "'" || sign === '\\') return `\\${sign}`
    return UNSAFE.test(sign) ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign
  })
  return `$'${escaped.join('')}'`
}

/** How commands name this stage again, as `--profile` and `--endpoint-url` were given. PURE. */
export function targetOptions(
  { flags }: Pick<Connection, 'flags'>,
  { api, stage, region }: Target,
): TargetOptions {
  const given = flags.flatMap((flag) => {
    const [name = '', ...value] = flag.split(' ')
    return value.length === 0 ? [name] : [name, value.join(' ')]
  })
  return {
    tool: words('--api', api.id, '--stage', stage, '--region', region, ...given),
    aws: words('--region', region, ...given),
  }
}

/** A command line of this tool. PURE. */
export function tool({ options }: Pick<Seen, 'options'>, ...parts: readonly string[]): string {
  return `${words('apigw-cache', ...parts)} ${options.tool}`
}

/** Likewise about one method. PURE. */
export function override(seen: Pick<Seen, 'options'>, ref: MethodRef, ...parts: readonly string[]): string {
  return tool(seen, 'override', ref.method, ref.path, ...parts)
}

/** The AWS CLI, where no verb of this tool does it. PURE. */
export function awsUpdateStage(
  { target, options }: Pick<Seen, 'target' | 'options'>,
  operations: readonly PatchOperation[],
): string {
  const stage = words('--rest-api-id', target.api.id, '--stage-name', target.stage)
  return `aws apigateway update-stage ${stage} ${patched(operations)} ${options.aws}`
}

export function awsRenameApi({ target, options }: Pick<Seen, 'target' | 'options'>, name: string): string {
  const operation: PatchOperation = { op: 'replace', path: '/name', value: name }
  const api = words('--rest-api-id', target.api.id)
  return `aws apigateway update-rest-api ${api} ${patched([operation])} ${options.aws}`
}

function patched(operations: readonly PatchOperation[]): string {
  return words('--patch-operations', JSON.stringify(operations))
}

function words(...parts: readonly string[]): string {
  return parts.map(shellWord).join(' ')
}
