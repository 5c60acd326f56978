import fc from 'fast-check'

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
const name = fc.string({ unit: fc.constantFrom(...letters, '-', '_', '.', ':'), minLength: 1, maxLength: 12 })
const plain = fc.string({
  unit: fc.constantFrom(...letters, '-', '_', '.', ':', '~', '~0', '~1'),
  minLength: 1,
  maxLength: 12,
})
const segment = fc.oneof(
  plain,
  name.map((one) => `{${one}}`),
)
const greedy = fc.option(
  name.map((one) => `{${one}+}`),
  { nil: null },
)

/** Any path that a resource of an API can have. */
export const resourcePath = fc
  .tuple(fc.array(segment, { maxLength: 5 }), greedy)
  .map(([segments, last]) => `/${[...segments, ...(last === null ? [] : [last])].join('/')}`)
