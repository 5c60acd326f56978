import * as z from 'zod/mini'

export const TEXT = z.nullable(z.string())
export const STRINGS = recordOf(z.string())
export const BOOLEANS = recordOf(z.boolean())

/** Keeps a field of any name: zod's own records leave `__proto__` out. */
function recordOf<V>(value: z.ZodMiniType<V>): z.ZodMiniType<Record<string, V>> {
  return z.pipe(
    z.pipe(
      z.transform((given: unknown) => (isRecord(given) ? Object.entries(given) : given)),
      z.array(z.tuple([z.string(), value])),
    ),
    z.transform((fields) => Object.fromEntries(fields)),
  )
}

function isRecord(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

/** A map is written as pairs: an object would lose the order of names that look like numbers. */
export function mapOf<K extends string | number, V>(
  key: z.ZodMiniType<K>,
  value: z.ZodMiniType<V>,
): z.ZodMiniType<Map<K, V>> {
  return z.pipe(
    z.array(z.tuple([key, value])),
    z.transform((pairs) => new Map(pairs)),
  )
}
