import { expect, it } from 'vitest'
import { createDataPlane } from '../../../../src/sandbox/data/data-plane.js'
import { dataTarget } from '../../../../src/sandbox/data/target.js'
import type { HttpRequest } from '../../../../src/sandbox/http/message.js'
import { buildRequest, gateway } from '../../support/gateway.js'
import { API_ID } from '../../support/world.js'

const HEADERS = Array.from({ length: 50 }, (_, index) => [`X-Extra-${index}`, 'value'] as const)

/** Complains where anything but the request line and the list of headers is asked for. */
function guarded(request: HttpRequest): HttpRequest {
  const asked = (name: string) => () => {
    throw new Error(`${name} was asked for`)
  }
  const { method, path, rawQuery, rawHeaders } = request
  return Object.defineProperties(
    { method, path, rawQuery, rawHeaders },
    Object.fromEntries(['headers', 'body', 'sourceIp'].map((name) => [name, { get: asked(name) }])),
  ) as HttpRequest
}

it('K60 answers from the cache at once, with the bytes that it has, and makes nothing of headers that no key names', async () => {
  const { world, set } = gateway({ 'GET /pets': { keys: ['method.request.header.X-Key'] } })
  set('*/*', {})
  const plane = createDataPlane(world)
  const headers = [['X-Key', 'a'], ...HEADERS] as [string, string][]
  const request = buildRequest(`/restapis/${API_ID}/prod/_user_request_/pets`, { headers })
  const target = dataTarget(request)
  if (!target) throw new Error('no path of a stage')
  const miss = await plane.serve(request, target)

  const hits = [plane.serve(guarded(request), target), plane.serve(guarded(request), target)]

  for (const hit of hits) {
    expect(hit).not.toBeInstanceOf(Promise)
    expect((await hit).body).toBe(miss.body)
  }
})
