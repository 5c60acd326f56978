import { alternate, judged, part, processMs, ratio } from './measure.js'
import { nodes } from './nodes.js'
import { awsEnv, findPeer, versionOf } from './peers.js'
import { startServer } from './servers.js'
import { DEMO, statusArgs } from './status-run.js'

/** Later versions of Node keep the compiled program. */
const TARGETS = { old: { atMost: 0.4 }, recent: { atMost: 0.25 } }
const GET_STAGE = ['apigateway', 'get-stage', '--rest-api-id', DEMO.api, '--stage-name', DEMO.stage]

export async function status({ built }) {
  const aws = findPeer('aws')
  const { found, notes } = nodes()
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seed: 'demo' })
  const env = awsEnv(sandbox.url)
  try {
    const measures = []
    for (const node of found) measures.push(await statusOf(node, { built, aws, env }))
    return { measures, notes: aws ? notes : [...notes, 'aws is not installed, so nothing to compare with'] }
  } finally {
    await sandbox.stop()
  }
}

async function statusOf({ path, name, isRecent }, { built, aws, env }) {
  const seen = await alternate({
    own: () => processMs(path, [built.bin, ...statusArgs], { env }),
    ...(aws ? { peer: () => processMs(aws, GET_STAGE, { env }) } : {}),
  })
  const what = `-o json on Node ${name}`
  if (!aws) return judged({ ...part('apigw-cache', 'ms', seen.own), what, runs: seen.own.length })
  const peer = [`${versionOf(aws)} get-stage`, seen.peer]
  return ratio(what, 'ms', ['apigw-cache', seen.own], peer, isRecent ? TARGETS.recent : TARGETS.old)
}
