import { describe, expect, it } from 'vitest'
import type { Integration } from '../../../../src/sandbox/world/model.js'
import { gateway } from '../../support/gateway.js'
import { origin } from '../../support/origin.js'
import { buildResponse } from '../../support/world.js'

/** `POST /a` of an HTTP integration whose backend says what it is sent, as text. */
async function converting(changes: Partial<Integration>) {
  const { url } = await origin(({ bytes }, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end(bytes)
  })
  const integration = {
    type: 'HTTP' as const,
    uri: url,
    httpMethod: 'POST',
    responses: new Map([['200', buildResponse()]]),
    ...changes,
  }
  return gateway({ 'POST /a': { integration } }, { snapshot: { binaryMediaTypes: ['image/png'] } })
}

describe('payloads of bytes', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff])
  const asked = (accept?: string) => (accept === undefined ? [] : ([['Accept', accept]] as const))

  it.each([
    [[], 'image/png', 'iVBOR/8='],
    [['image/png'], 'image/png', png.toString('utf8')],
    [['image/*'], 'image/png,text/html', png.toString('utf8')],
    [['image/png'], 'text/html,image/png', 'iVBOR/8='],
    [['*/*'], undefined, png.toString('utf8')],
  ])('D76 decodes the body of a function with %j for Accept %s', async (binaryMediaTypes, accept, body) => {
    const bytes = () => ({ statusCode: 200, body: png.toString('base64'), isBase64Encoded: true })
    const { send } = gateway(
      { 'GET /a': { handler: 'bytes' } },
      { snapshot: { binaryMediaTypes }, handlers: { bytes } },
    )
    expect((await send('/a', { headers: asked(accept) })).body).toBe(body)
  })

  it('D76 gives a function the bytes of a binary media type in base 64', async () => {
    const echo = ({ body, isBase64Encoded }: { body: string | null; isBase64Encoded: boolean }) => ({
      body: JSON.stringify([body, isBase64Encoded]),
    })
    const { send } = gateway(
      { 'POST /a': { handler: 'echo' } },
      { snapshot: { binaryMediaTypes: ['image/png'] }, handlers: { echo } },
    )
    const typed = (type: string) => send('/a', { method: 'POST', body: 'hi', headers: [['Content-Type', type]] })
    expect((await typed('image/png')).json()).toEqual(['aGk=', true])
    expect((await typed('text/plain')).json()).toEqual(['hi', false])
  })

  it.each([
    [null, 'text/plain', 'hi', 'hi'],
    ['CONVERT_TO_BINARY', 'text/plain', 'aGk=', 'hi'],
    ['CONVERT_TO_TEXT', 'image/png', 'hi', 'aGk='],
    ['CONVERT_TO_BINARY', 'image/png', 'hi', 'hi'],
  ])('D77 converts a payload for the integration with %s and %s', async (contentHandling, type, body, sent) => {
    const { send } = await converting({ contentHandling })
    const answer = await send('/a', { method: 'POST', body, headers: [['Content-Type', type]] })
    expect(answer.body).toBe(sent)
  })

  it.each([
    [{ contentHandling: 'CONVERT_TO_BINARY' }, 'text/plain', 'no base 64'],
    [{ contentHandling: 'CONVERT_TO_BINARY', requestTemplates: { 'text/plain': 'x' } }, 'text/plain', 'aGk='],
    [{ requestTemplates: { 'image/png': 'x' } }, 'image/png', 'hi'],
  ] as const)('D77 is 500 where %j can make nothing of %s: %s', async (changes, type, body) => {
    const { send } = await converting(changes)
    const answer = await send('/a', { method: 'POST', body, headers: [['Content-Type', type]] })
    expect([answer.status, answer.body]).toEqual([500, '{"message": "Internal server error"}'])
  })

  it('D77 replaces bytes that are no text where they pass as text', async () => {
    const { send } = await converting({})
    const sent = (type: string) => send('/a', { method: 'POST', body: png, headers: [['Content-Type', type]] })
    expect((await sent('text/plain')).bytes).toEqual(Buffer.from(png.toString('utf8')))
    expect((await sent('text/plain')).bytes).not.toEqual(png)
  })

  it.each([
    ['image/png', null, 'image/png', 'hi'],
    ['image/png', null, 'text/plain', 'aGk='],
    ['image/png', 'CONVERT_TO_TEXT', 'image/png', 'aGk='],
    ['image/png', 'CONVERT_TO_BINARY', 'text/plain', 'hi'],
    ['application/json', 'CONVERT_TO_TEXT', 'image/png', '{"a":1}'],
  ])('D77 converts an answer of %s with %s for Accept %s', async (type, contentHandling, accept, body) => {
    const text = type === 'image/png' ? 'hi' : '{"a":1}'
    const handler = () => ({ headers: { 'Content-Type': type }, body: text })
    const { send } = gateway(
      {
        'GET /a': {
          integration: {
            type: 'AWS',
            uri: '',
            responses: new Map([['200', buildResponse({ contentHandling })]]),
          },
        },
      },
      { snapshot: { binaryMediaTypes: ['image/png'] }, handlers: { 'sandbox-origin': handler } },
    )
    expect((await send('/a', { headers: asked(accept) })).body).toBe(body)
  })

  it.each([
    [null, 'image/png', {}],
    ['CONVERT_TO_BINARY', 'text/plain', {}],
    ['CONVERT_TO_BINARY', 'text/plain', { 'application/json': 'x' }],
  ])(
    'D77 is 500 where %s can make nothing of an answer for Accept %s and %j',
    async (contentHandling, accept, responseTemplates) => {
      const body = Object.keys(responseTemplates).length > 0 ? 'aGk=' : 'no base 64'
      const { send } = gateway(
        {
          'GET /a': {
            integration: {
              type: 'AWS',
              uri: '',
              responses: new Map([['200', buildResponse({ contentHandling, responseTemplates })]]),
            },
          },
        },
        {
          snapshot: { binaryMediaTypes: ['image/png'] },
          handlers: { 'sandbox-origin': () => ({ headers: { 'Content-Type': 'text/plain' }, body }) },
        },
      )
      expect((await send('/a', { headers: asked(accept) })).status).toBe(500)
    },
  )
})

describe('bytes through an HTTP proxy', () => {
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff])
  const replaced = Buffer.from(bytes.toString('utf8'))

  it.each([
    ['without binary media types', [], { accept: 'image/png' }, {}, replaced],
    ['for a caller who accepts them', ['image/png'], { accept: 'image/png' }, {}, bytes],
    [
      'for a caller who accepts them in the second place',
      ['image/png'],
      { accept: 'text/html,image/png' },
      {},
      replaced,
    ],
    ['for any caller', ['*/*'], {}, {}, bytes],
    ['of a type that is binary', ['image/png'], { accept: 'text/html' }, { 'Content-Type': 'image/png' }, bytes],
    ['that are compressed', [], {}, { 'Content-Encoding': 'br' }, bytes],
  ])('D122 keeps or replaces an answer %s', async (_, binaryMediaTypes, headers, answered, expected) => {
    const { url } = await origin((_, response) => response.writeHead(200, answered).end(bytes))
    const { send } = gateway(
      { 'GET /a': { integration: { type: 'HTTP_PROXY', uri: url, httpMethod: 'GET' } } },
      { snapshot: { binaryMediaTypes } },
    )
    expect((await send('/a', { headers: Object.entries(headers) })).bytes).toEqual(expected)
  })

  it.each([
    ['image/png', 'BUFFERED', bytes],
    ['image/gif', 'BUFFERED', replaced],
    ['image/gif', 'STREAM', bytes],
  ] as const)('D122 sends a payload of %s with %s on', async (type, responseTransferMode, expected) => {
    const { url, seen } = await origin((_, response) => response.end(bytes))
    const integration = { type: 'HTTP_PROXY', uri: url, httpMethod: 'POST', responseTransferMode } as const
    const { send } = gateway({ 'POST /a': { integration } }, { snapshot: { binaryMediaTypes: ['image/png'] } })
    const answer = await send('/a', { method: 'POST', headers: [['Content-Type', type]], body: bytes })
    expect(seen[0]?.bytes).toEqual(expected)
    if (responseTransferMode === 'STREAM') expect(answer.bytes).toEqual(bytes)
  })
})
