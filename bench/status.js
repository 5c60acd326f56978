import { alternate, judged, part, processMs, ratio } from './measure.js'
import { awsEnv, findPeer, versionOf } from './peers.js'
import { startServer } from './servers.js'
import { DEMO, statusArgs } from './status-run.js'

const TARGET = { atMost: 0.4 }

export async function status({ built }) {
  const aws = findPeer('aws')
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seed: 'demo' })
  const env = awsEnv(sandbox.url)
  const getStage = ['apigateway', 'get-stage', '--rest-api-id', DEMO.api, '--stage-name', DEMO.stage]
  try {
    const seen = await alternate({
      own: () => processMs(process.execPath, [built.bin, ...statusArgs], { env }),
      ...(aws ? { peer: () => processMs(aws, getStage, { env }) } : {}),
    })
    if (!aws)
      return { measures: [alone(seen.own)], notes: ['aws is not installed, so nothing to compare with'] }
    const peer = [`${versionOf(aws)} get-stage`, seen.peer]
    return { measures: [ratio('-o json', 'ms', ['apigw-cache', seen.own], peer, TARGET)] }
  } finally {
    await sandbox.stop()
  }
}

function alone(own) {
  return judged({ ...part('apigw-cache', 'ms', own), what: '-o json', runs: own.length })
}
