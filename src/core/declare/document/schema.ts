import * as z from 'zod/mini'
import { CLUSTER_SIZES, MAX_TTL_SECONDS, STRATEGIES } from '../../gateway/model.js'

/** Short names of what callers get who may not invalidate. */
export const SHORT_STRATEGIES = { fail: STRATEGIES[0], warn: STRATEGIES[1], ignore: STRATEGIES[2] } as const

const SIZES = CLUSTER_SIZES.map((size) => `"${size}"`).join(' ')

const text = z.string({ error: wrong('is not a text') }).check(z.minLength(1, 'is empty'))
const flag = z.boolean({ error: notFlag })
/** AWS takes no other names. */
const stageName = text.check(z.regex(/^[\w-]+$/, 'is no name of a stage: those have letters, digits, _ and -'))
const account = z
  .string({ error: wrong('is not an account') })
  .check(z.regex(/^\d{12}$/, 'is not the twelve digits of an account'))
const day = z
  .string({ error: wrong('is not a day') })
  .check(
    z.regex(/^\d{4}-\d\d-\d\d$/, { error: 'is not a day such as 2027-03-01', abort: true }),
    z.refine(isDay, 'is a day that no calendar has'),
  )
const TTL = `is not a TTL: whole seconds from 0 (not cached) to ${MAX_TTL_SECONDS}, or 90s, 5m, 1h`
const ttl = z.union(
  [
    z.int(TTL).check(z.minimum(0, TTL), z.maximum(MAX_TTL_SECONDS, TTL)),
    z.string().check(
      z.regex(/^\d+[smh]$/, { error: TTL, abort: true }),
      z.refine((span) => secondsOf(span) <= MAX_TTL_SECONDS, TTL),
    ),
  ],
  { error: () => TTL },
)
const strategy = z.enum(['fail', 'warn', 'ignore', ...STRATEGIES], {
  error: () => `is none of fail, warn, ignore (${STRATEGIES.join(', ')})`,
})

const SETTINGS = {
  caching: z.optional(flag),
  ttl: z.optional(ttl),
  encrypted: z.optional(flag),
  requireAuthorization: z.optional(flag),
  unauthorized: z.optional(strategy),
  detailedMetrics: z.optional(flag),
}

const METHOD = z.strictObject(
  { ...SETTINGS, keys: z.optional(z.array(text, { error: wrong('is not a list of cache keys') })) },
  { error: notMapping('settings and keys') },
)

const PLACE = {
  region: z.optional(text),
  account: z.optional(account),
  profile: z.optional(text),
  /** Assumed for the stage; `{account}` stands for its account. */
  role: z.optional(
    z
      .string({ error: wrong('is not a role') })
      .check(
        z.regex(
          /^arn:[\w-]+:iam::(\d{12}|\{account\}):role\/.+$/,
          'is not the ARN of a role such as arn:aws:iam::123456789012:role/ops',
        ),
      ),
  ),
}

const STAGE_FIELDS = {
  /** Name, id or ARN. */
  api: text,
  /** Where `api` is an id: the name that it has to have. */
  name: z.optional(text),
  stage: stageName,
  ...PLACE,
  cache: z.optional(
    // One list, in the order in which editors offer it.
    z.literal([...CLUSTER_SIZES, false], {
      error: ({ input }) =>
        typeof input === 'number'
          ? `is a number: quote it, as in "0.5" (sizes in GB: ${SIZES})`
          : `is neither a size in GB (${SIZES}) nor false`,
    }),
  ),
  settings: z.optional(z.strictObject(SETTINGS, { error: notMapping('settings') })),
  methods: z.optional(z.record(z.string(), METHOD, { error: wrong('is not a mapping of methods') })),
  prune: z.optional(flag),
  overrides: z.optional(z.literal('follow', { error: () => 'can only be "follow"' })),
  deploy: z.optional(z.literal(false, { error: () => 'can only be false' })),
  takeOver: z.optional(flag),
  acceptUnkeyed: z.optional(
    z.array(
      z.strictObject(
        { method: text, reason: text, until: z.optional(day) },
        { error: notMapping('method, reason and until') },
      ),
      { error: wrong('is not a list') },
    ),
  ),
}

/** What a declarative file may hold. */
export const DOCUMENT = z.strictObject(
  {
    version: z.literal(1, { error: wrong('has to be 1, without quotes') }),
    defaults: z.optional(z.strictObject(PLACE, { error: notMapping('region, account, role and profile') })),
    prune: z.optional(flag),
    stages: z.array(z.strictObject(STAGE_FIELDS, { error: notMapping('api, stage and what it shall be') }), {
      error: wrong('is not a list of stages'),
    }),
  },
  {
    error: ({ input }) => `the file ${isNothing(input) ? 'is empty' : 'is no mapping'}: it needs version and stages`,
  },
)

export type DocumentData = z.infer<typeof DOCUMENT>
export type StageData = DocumentData['stages'][number]
export type SettingsData = NonNullable<StageData['settings']>

/** `300`, `"5m"` → seconds. */
export function secondsOf(span: number | string): number {
  if (typeof span === 'number') return span
  const unit = { s: 1, m: 60, h: 3600 }[span.slice(-1)]
  return Number(span.slice(0, -1)) * (unit ?? Number.NaN)
}

/** The published JSON Schema (draft-7): editors complete and check the file with it. */
export function jsonSchema(): unknown {
  return z.toJSONSchema(DOCUMENT, {
    target: 'draft-7',
    override: ({ jsonSchema: schema }) => {
      // The file takes these words too, which YAML 1.2 reads as texts.
      if (schema.type === 'boolean' && schema.const === undefined) {
        delete schema.type
        schema.enum = [true, false, 'on', 'off']
      }
    },
  })
}

function notMapping(what: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (isNothing(input) ? 'is empty: write {}, or leave it out' : `is not a mapping of ${what}`)
}

function isNothing(input: unknown): boolean {
  return input === null || input === undefined
}

/** Words that YAML 1.1 took for booleans, or that are in quotes. */
const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  1: true,
  false: false,
  no: false,
  n: false,
  0: false,
}

function notFlag({ input }: { readonly input?: unknown }): string {
  const meant = WORDS[String(input).toLowerCase()]
  return `is neither true nor false${meant === undefined ? '' : `: write ${meant}, without quotes`}`
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** A number without quotes has lost its leading zeros, and `1e8` its letters, before anybody can look. */
function wrong(what: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) =>
    input === undefined
      ? 'is missing'
      : typeof input === 'number' && what.startsWith('is not a')
        ? `${what}: quote it, as a number loses its leading zeros`
        : what
}
