import type { Connection } from '../../core/aws/connection.js'
import type { Target } from '../../core/gateway/model.js'

/**
 * Spells the AWS CLI's command that puts a stage back to an earlier deployment; it does not know the endpoint of the
 * config file.
 */
export function wayBack(
  { spelling: { aws }, endpoint }: Pick<Connection, 'spelling' | 'endpoint'>,
  { api, stage, region }: Target,
  previous: string,
): string {
  const place = ['--rest-api-id', api.id, '--stage-name', stage]
  const operation = `op=replace,path=/deploymentId,value=${previous}`
  const words = ['apigateway', 'update-stage', ...place, '--patch-operations', operation]
  const command = aws(words, region)
  return endpoint === null || command.includes('--endpoint-url')
    ? command
    : aws([...words, '--endpoint-url', endpoint], region)
}
