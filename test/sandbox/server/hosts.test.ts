import { describe, expect, it } from 'vitest'
import { hostCheck } from '../../../src/sandbox/server/hosts.js'
import { message, raw, statusOf } from '../support/raw.js'
import { API, running } from '../support/sandbox.js'

const OWN: readonly string[] = [
  'localhost',
  'LocalHost:4780',
  'localhost.',
  'api.localhost:4780',
  '127.0.0.1',
  '127.9.9.9:1',
  '[::1]:4780',
]
const OF_AWS: readonly string[] = [
  `${API}.execute-api.us-east-1.amazonaws.com`,
  `${API}-vpce-1.execute-api.cn-north-1.amazonaws.com.cn`,
  'apigateway.eu-west-1.amazonaws.com',
  'monitoring.eu-west-1.api.aws',
]
const FOREIGN = [
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evillocalhost',
  `${API}.execute-api.evil.example`,
  'amazonaws.com.evil.example',
  'evilamazonaws.com',
  'localhost@evil.example',
  'localhost:80:90',
  '10.0.0.1',
  '0.0.0.0',
  '',
  '\u00ff',
]
const onLoopback = () => '127.0.0.1'

describe('the hosts of the sandbox', () => {
  it.each([...OWN, ...OF_AWS])('A80 answers to %s', (host) => {
    const kind = OWN.includes(host) ? 'own' : 'aws'
    expect(hostCheck({ host: '127.0.0.1', allowed: [] })(host, onLoopback)).toBe(kind)
  })

  it.each(FOREIGN)('A80 does not answer to "%s"', (host) => {
    expect(hostCheck({ host: '127.0.0.1', allowed: [] })(host, onLoopback)).toBeNull()
  })

  it('A80 refuses another host on the stages, the control plane and the administration', async () => {
    const { sandbox } = await running()

    for (const path of ['/_sandbox/health', '/restapis', `/restapis/${API}/prod/_user_request_/pets/1`]) {
      expect(statusOf(await raw(sandbox.url, message(`GET ${path}`, ['Host: evil.example'])))).toBe('403')
    }
    const answer = await raw(sandbox.url, message('GET /_sandbox/health', ['Host: evil.example']))
    expect(answer).toContain('x-amzn-ErrorType: ForbiddenException')
    expect(answer).toContain('the host \\"evil.example\\" is not one of this sandbox\'s hosts')
    expect(sandbox.requests()).toEqual([])
  })

  it('A80 remembers no refused host as its own', async () => {
    const check = hostCheck({ host: '127.0.0.1', allowed: [] })

    expect(['localhost', 'evil.example', 'evil.example', 'localhost'].map((host) => check(host, onLoopback))).toEqual([
      'own',
      null,
      null,
      'own',
    ])
  })

  it('A81 answers to further names, what is below them, and where it listens', () => {
    const check = hostCheck({ host: '0.0.0.0', allowed: ['sandbox', 'Localhost.Localstack.Cloud'] })

    for (const own of ['sandbox:4780', 'a.localhost.localstack.cloud', '0.0.0.0:4780', '172.17.0.2:4780']) {
      expect(
        check(own, () => '::ffff:172.17.0.2'),
        own,
      ).toBe('own')
    }
    for (const foreign of ['xsandbox', 'localstack.cloud', '172.17.0.3']) {
      expect(
        check(foreign, () => '172.17.0.2'),
        foreign,
      ).toBeNull()
    }
  })

  it('A81 takes further names from its options', async () => {
    const { sandbox } = await running({ allowHosts: ['sandbox'] })

    expect(statusOf(await raw(sandbox.url, message('GET /_sandbox/health', ['Host: sandbox:80'])))).toBe('200')
  })
})
