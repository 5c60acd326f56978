import { describe, expect, it } from 'vitest'
import { isEdgeValue, withoutEdgeValues } from '../../../src/core/answer/edge-values.js'

describe('what something in front may have added to a body', () => {
  it.each([
    ['{"a":1,"nonce":"x1"}', '{"a":1,"nonce":"x2"}'],
    ['{"requestId":"x1","a":1}', '{"requestId":"x2","a":1}'],
    ['{"meta":{"x-request-id":17}}', '{"meta":{"x-request-id":18}}'],
    ['{"csrf_token":"a\\"b"}', '{"csrf_token":"c"}'],
    ['<script nonce="x1">a</script>', '<script nonce="x2">a</script>'],
    ['<script nonce=x1>a</script>', '<script nonce=x2>a</script>'],
    ['trace_id: 1', 'trace_id: 2'],
  ])('is no difference: %s', (one, other) => {
    expect(withoutEdgeValues(one)).toBe(withoutEdgeValues(other))
  })

  it.each([
    ['{"id":"x1"}', '{"id":"x2"}'],
    ['{"count":1}', '{"count":2}'],
    ['{"pronounce":"x1"}', '{"pronounce":"x2"}'],
    ['<p>nonce</p>1', '<p>nonce</p>2'],
    ['{"nonce":"a","b":1}', '{"nonce":"a","b":2}'],
  ])('leaves every other difference: %s', (one, other) => {
    expect(withoutEdgeValues(one)).not.toBe(withoutEdgeValues(other))
  })

  it.each(['body:requestId', 'body:meta."x-request-id"', 'body:nonce', 'header:x-nonce-id.nonce', 'text:nonce'])(
    'has a name: %s',
    (source) => {
      expect(isEdgeValue(source)).toBe(true)
    },
  )

  it.each(['body:id', 'body:transactionId', 'body:announce', 'body:nonce.of'])('is not %s', (source) => {
    expect(isEdgeValue(source)).toBe(false)
  })

  it('is found in time, however long a body is', () => {
    const before = performance.now()
    for (const text of ['a'.repeat(1_000_000), 'request-'.repeat(100_000), '"nonce":"'.repeat(100_000)]) {
      withoutEdgeValues(text)
      isEdgeValue(`body:${text}`)
    }
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
