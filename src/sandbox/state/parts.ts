import * as z from 'zod/mini'

export const TEXT = z.nullable(z.string())
export const STRINGS = z.record(z.string(), z.string())
export const BOOLEANS = z.record(z.string(), z.boolean())

/** A map is written as pairs: an object would lose the order of names that look like numbers. */
export function mapOf<K extends string, V>(
  key: z.ZodMiniType<K>,
  value: z.ZodMiniType<V>,
): z.ZodMiniType<Map<K, V>> {
  return z.pipe(
    z.array(z.tuple([key, value])),
    z.transform((pairs) => new Map(pairs)),
  )
}
