import { Agent, request as send } from 'node:http'
import { performance } from 'node:perf_hooks'
import { json } from 'node:stream/consumers'
import { alternate, judged, part, ratio } from './measure.js'
import { findPeer } from './peers.js'
import { startPeerServer, startServer } from './servers.js'

const CONNECTIONS = 10
const RUN_MS = 1000
const TARGET = { atLeast: 10 }
/** Nothing is signed; the scope tells a server of many services which one is meant. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'

export async function hitsMoto({ built }) {
  const moto = findPeer('moto_server')
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seed: 'empty' })
  const peer = moto && (await startPeerServer(moto, (port) => ['-H', '127.0.0.1', '-p', String(port)]))
  try {
    const seen = await alternate({
      sandbox: await getStageLoad(sandbox.url),
      ...(peer ? { peer: await getStageLoad(peer.url) } : {}),
    })
    if (!peer) return { measures: [alone(seen.sandbox)], notes: ['moto_server is not installed'] }
    return {
      measures: [ratio('GetStage', 'requests/s', ['sandbox', seen.sandbox], ['moto_server', seen.peer], TARGET)],
    }
  } finally {
    await Promise.all([sandbox.stop(), peer?.stop()])
  }
}

function alone(own) {
  return judged({ ...part('sandbox', 'requests/s', own), what: 'GetStage', runs: own.length })
}

/** Requests per second of a stage that was made with the same calls on every server. */
async function getStageLoad(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const path = await createStage(url, agent)
  return async () => {
    const started = performance.now()
    let answered = 0
    const ask = async () => {
      while (performance.now() - started < RUN_MS) {
        await call(url, agent, 'GET', path)
        answered++
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, ask))
    return answered / ((performance.now() - started) / 1000)
  }
}

async function createStage(url, agent) {
  const { id } = await call(url, agent, 'POST', '/restapis', { name: 'bench' })
  const { item } = await call(url, agent, 'GET', `/restapis/${id}/resources`)
  const method = `/restapis/${id}/resources/${[item].flat()[0].id}/methods/GET`
  await call(url, agent, 'PUT', method, { authorizationType: 'NONE' })
  await call(url, agent, 'PUT', `${method}/integration`, { type: 'MOCK' })
  await call(url, agent, 'POST', `/restapis/${id}/deployments`, { stageName: 'prod' })
  return `/restapis/${id}/stages/prod`
}

function call(url, agent, method, path, body) {
  const headers = { authorization: AUTHORIZATION, accept: 'application/json' }
  return new Promise((resolve, reject) => {
    const outgoing = send(`${url}${path}`, { agent, method, headers }, (incoming) => {
      if (incoming.statusCode < 300) json(incoming).then(resolve, reject)
      else reject(new Error(`${method} ${path} was answered with ${incoming.statusCode}`))
    })
    outgoing.on('error', reject)
    outgoing.end(body && JSON.stringify(body))
  })
}
