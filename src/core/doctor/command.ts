import type { PatchOperation } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { shellWords as words } from '../base/shell.js'
import type { MethodRef } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { Seen, TargetOptions } from './seen.js'

/** How commands name this stage again. PURE. */
export function targetOptions({ spelling }: Pick<Connection, 'spelling'>, target: Target): TargetOptions {
  const rest = (command: string) => command.split(' ').slice(2).join(' ')
  return {
    tool: rest(spelling.step({ verb: 'status', target })),
    aws: rest(spelling.aws(['apigateway'], target.region)),
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
