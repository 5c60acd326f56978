import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behindEndpoint, invokeUrl, probeUrl, type StageAddress } from '../../../src/core/request/invoke-url.js'

const PETS: StageAddress = {
  apiId: 'a1b2c3',
  region: 'eu-west-1',
  stage: 'prod',
  endpoint: null,
  dnsSuffixes: { dns: 'amazonaws.com', dualStack: 'api.aws' },
  endpointTypes: ['REGIONAL'],
  vpcEndpointIds: [],
  defaultEndpointDisabled: false,
}
const SANDBOX = 'http://127.0.0.1:4780/restapis/a1b2c3/prod/_user_request_'
const DEFAULT = 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod'

describe('the invoke URL of a stage', () => {
  it.each([
    ['by default', {}, DEFAULT],
    [
      'in China',
      {
        region: 'cn-north-1',
        dnsSuffixes: { dns: 'amazonaws.com.cn', dualStack: 'api.amazonwebservices.com.cn' },
      },
      'https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn/prod',
    ],
    ['in GovCloud', { region: 'us-gov-west-1' }, 'https://a1b2c3.execute-api.us-gov-west-1.amazonaws.com/prod'],
    ['with AWS as the endpoint', { endpoint: 'https://apigateway.eu-west-1.amazonaws.com' }, DEFAULT],
    ['with a VPC endpoint of AWS', { endpoint: 'https://vpce-1.apigateway.eu-west-1.vpce.amazonaws.com' }, DEFAULT],
    ['with dual stack', { endpoint: 'https://apigateway.eu-west-1.api.aws' }, DEFAULT],
    ['with a sandbox', { endpoint: 'http://127.0.0.1:4780' }, SANDBOX],
    ['with a sandbox and a slash', { endpoint: 'http://127.0.0.1:4780/' }, SANDBOX],
    [
      'with a host that only looks like AWS',
      { endpoint: 'http://evilamazonaws.com' },
      'http://evilamazonaws.com/restapis/a1b2c3/prod/_user_request_',
    ],
    [
      'inside a VPC',
      { endpointTypes: ['PRIVATE'], vpcEndpointIds: ['vpce-9'] },
      'https://a1b2c3-vpce-9.execute-api.eu-west-1.amazonaws.com/prod',
    ],
  ])('%s', (_, differences, url) => {
    expect(invokeUrl({ ...PETS, ...differences })).toBe(url)
  })

  it.each([
    [
      'without a VPC endpoint',
      { endpointTypes: ['PRIVATE'] },
      /a1b2c3 is private and has no VPC endpoint: say what the paths are under/,
    ],
    [
      'with two VPC endpoints',
      { endpointTypes: ['PRIVATE'], vpcEndpointIds: ['a', 'b'] },
      /has 2 VPC endpoints: say what the paths are under/,
    ],
    ['with the default endpoint disabled', { defaultEndpointDisabled: true }, /disabled: say what the paths are under/],
  ])('is asked for %s', (_, differences, message) => {
    expect(() => invokeUrl({ ...PETS, ...differences })).toThrow(message)
  })
})

describe('what is probed', () => {
  it.each([
    ['/pets', `${DEFAULT}/pets`],
    ['/', `${DEFAULT}/`],
    ['/pets?type=a&b=c%20d', `${DEFAULT}/pets?type=a&b=c%20d`],
    ['/a%2Fb', `${DEFAULT}/a%2Fb`],
    ['/100%', `${DEFAULT}/100%25`],
    ['/a b|c', `${DEFAULT}/a%20b%7Cc`],
    ['/{id}?q={x}[]', `${DEFAULT}/%7Bid%7D?q=%7Bx%7D%5B%5D`],
    ['/käse/🐶', `${DEFAULT}/k%C3%A4se/%F0%9F%90%B6`],
    ['/pets#part', `${DEFAULT}/pets`],
    ['https://api.example.com/v1/pets?x=a b', 'https://api.example.com/v1/pets?x=a%20b'],
    ['HTTP://localhost:3000', 'http://localhost:3000/'],
    ['https://api.example.com?x=1', 'https://api.example.com/?x=1'],
  ])('%s is %s', (text, url) => {
    expect(probeUrl(text, DEFAULT)).toBe(url)
  })

  it.each([
    ['pets', 'write /pets'],
    ['ftp://x/', 'full URL'],
    ['https://', 'https://<host>/<path>'],
    ['https://user:secret@host/', 'in a header'],
    ['https://user:secret/word@host/', 'https://<host>/<path>'],
    ['user:secret@host/x', 'full URL'],
    ['pets?token=secret', 'write /pets, or'],
    ['/p/../x', 'the path that is to be asked for'],
    ['/p/%2e%2E/x?token=secret', 'the path that is to be asked for'],
    ['/p/.%2e', 'the path that is to be asked for'],
    ['/./x', 'the path that is to be asked for'],
    ['https://host/p/%2e%2e/x', 'the path that is to be asked for'],
    ['https://host/p\\..\\x', 'the path that is to be asked for'],
  ])('%s is refused, and nothing secret is said', (text, hint) => {
    expect(() => probeUrl(text, DEFAULT)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        hint: expect.stringContaining(hint),
        message: expect.not.stringContaining('secret'),
      }),
    )
    expect(() => probeUrl(text, DEFAULT)).not.toThrow(
      expect.objectContaining({ hint: expect.stringContaining('secret') }),
    )
  })

  it.each(['/a..b/...', '/.well-known/x.', '/a?b=../c', '/%2e%2e%2e', '/a%2F..'])('%s is no way back', (path) => {
    expect(probeUrl(path, DEFAULT)).toBe(DEFAULT + path)
  })

  it('is sent as the path that was judged, or refused', () => {
    const part = fc.constantFrom('.', '%2e', '%2E', '/', '\\', '%2f', '%5c', 'a', '?', ';', '\t', ' ', '{id}')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        let url = ''
        try {
          url = probeUrl(`/${parts.join('')}`, DEFAULT)
        } catch {
          return
        }
        expect(new URL(url).href).toBe(url)
      }),
      { numRuns: 2000 },
    )
  })

  it('is asked for where it is not known where a path is', () => {
    expect(() => probeUrl('/pets', null)).toThrow(/say what the paths are under/)
  })

  it('is always a URL that stays as it is, whatever the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        const url = probeUrl(`/x${rest}`, DEFAULT)
        expect(url).toMatch(/^[!-~]+$/)
        expect(probeUrl(url, null)).toBe(url)
      }),
    )
  })
})

describe("a URL as AWS would give it, where an emulator's endpoint is set", () => {
  const behind = (url: string, endpoint: string | null = 'http://127.0.0.1:4780') =>
    behindEndpoint(url, { endpoint, dnsSuffixes: PETS.dnsSuffixes })

  it.each([
    [`${DEFAULT}/pets?type=a`, `${SANDBOX}/pets?type=a`],
    [DEFAULT, SANDBOX],
    [`${DEFAULT.replace('a1b2c3.', 'a1b2c3-vpce-0a1b.')}/pets`, `${SANDBOX}/pets`],
  ])('leads to its data plane: %s', (url, reached) => {
    expect(behind(url)).toBe(reached)
  })

  it.each([
    '/pets',
    'https://api.example.com/pets',
    `${SANDBOX}/pets`,
    'https://a1b2c3.execute-api.eu-west-1.amazonaws.com.evil.example/prod/pets',
    'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/',
    'http://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/pets',
  ])('stays as it is where it is another: %s', (url) => {
    expect(behind(url)).toBe(url)
  })

  it("stays AWS's own without an endpoint, or with one of AWS's", () => {
    expect(behind(`${DEFAULT}/pets`, null)).toBe(`${DEFAULT}/pets`)
    expect(behind(`${DEFAULT}/pets`, 'https://apigateway.eu-west-1.amazonaws.com')).toBe(`${DEFAULT}/pets`)
  })
})
