import { ApigwCacheError } from '../../base/errors.js'
import { parseAccepted } from '../../exposure/accepted.js'
import { parseKey, sameKeys } from '../../gateway/key.js'
import { nameOfMethod } from '../../gateway/method.js'
import type { UnauthorizedStrategy } from '../../gateway/model.js'
import { parseApiReference } from '../../gateway/reference.js'
import { FIELD_NAMES, FIELDS, sourceOf, type WantedMethod, type WantedSettings, type WantedStage } from '../wanted.js'
import { checkedFile, methodOf } from './check.js'
import { type Mistake, type ParsedFile, type Path, type Position, parseFile } from './parse.js'
import { type DocumentData, type SettingsData, SHORT_STRATEGIES, type StageData, secondsOf } from './schema.js'

export interface SourceFile {
  /** As it is shown: a path, or `stdin`. */
  readonly name: string
  readonly text: string
}

/**
 * Reads what files say about stages. Errors: `usage` with every mistake of all files, each with its file, line,
 * column and path.
 */
export function readDeclaration(files: readonly SourceFile[]): readonly WantedStage[] {
  const checked = files.map(({ name, text }) => checkedFile(parseFile(name, text)))
  // What files say together is judged even where one of them has mistakes elsewhere.
  const wanted = checked.flatMap(({ file, data }) => (data === null ? [] : stagesIn(file, data)))
  const mistakes = checked.flatMap((one) => one.mistakes)
  refuse([...mistakes, ...contradictions(wanted, ({ region, api }) => `${region ?? ''} ${api}`)])
  return wanted
}

/** Errors: `usage` that lists them, if there are any. */
export function refuse(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`
  throw new ApigwCacheError('usage', 'declaration', `the file has ${count}: nothing was sent`, {
    hint: mistakes.map(lineOf).join('\n'),
    data: { mistakes },
  })
}

function lineOf({ file, line, column, path, message }: Mistake): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path} `}${message}`
}

/** Lists stages that are there twice, and keys of one API that two stages want differently. PURE. */
export function contradictions(
  wanted: readonly WantedStage[],
  apiOf: (stage: WantedStage) => string,
): readonly Mistake[] {
  const stages = new Map<string, WantedStage>()
  const keys = new Map<string, { readonly stage: WantedStage; readonly method: WantedMethod }>()
  const mistakes: Mistake[] = []
  const complain = (one: WantedStage, path: string, other: WantedStage, what: string) => {
    const [here, there] = [sourceOf(one, path), sourceOf(other, path)]
    if (here && there) mistakes.push({ ...here, path: '', message: `${what} ${there.file}:${there.line}` })
  }
  for (const one of wanted) {
    const api = apiOf(one)
    const twin = stages.get(`${api} ${one.stage}`)
    if (twin) complain(one, '', twin, `stage ${one.stage} of API ${one.api} is the one of`)
    stages.set(`${api} ${one.stage}`, one)
    if (!one.deploy || twin) continue
    for (const method of one.methods) {
      if (method.keys === null) continue
      const name = nameOfMethod(method)
      const first = keys.get(`${api} ${name}`)
      if (!first) keys.set(`${api} ${name}`, { stage: one, method })
      else if (!sameKeys(namesOf(first.method), namesOf(method))) {
        const what = `${name} has other keys than for stage ${first.stage.stage}, but keys belong to the API:`
        complain(one, `methods.${name}.keys`, first.stage, what)
      }
    }
  }
  return mistakes
}

function namesOf({ keys }: WantedMethod): readonly string[] {
  return keys?.map(({ parameter }) => parameter) ?? []
}

function stagesIn(file: ParsedFile, data: DocumentData): readonly WantedStage[] {
  const { defaults = {}, prune = false, stages } = data
  return stages.map((stage, index) => {
    const path = ['stages', index]
    const { api, certain, region, stage: inArn } = parseApiReference(stage.api)
    void certain
    return {
      api,
      apiName: stage.name ?? null,
      stage: stage.stage || inArn || '',
      region: stage.region ?? region ?? defaults.region ?? null,
      account: stage.account ?? defaults.account ?? null,
      profile: stage.profile ?? defaults.profile ?? null,
      role: roleFor(stage.role ?? defaults.role ?? null, stage.account ?? defaults.account ?? null),
      externalId: null,
      cache: stage.cache ?? null,
      settings: settingsIn(stage.settings ?? {}),
      methods: Object.entries(stage.methods ?? {}).map(([name, { keys, ...settings }]) => ({
        ...methodOf(name),
        settings: settingsIn(settings),
        keys: keys?.map(parseKey) ?? null,
      })),
      prune: stage.prune ?? prune,
      follow: stage.overrides === 'follow',
      deploy: stage.deploy ?? true,
      takeOver: stage.takeOver ?? false,
      acceptUnkeyed: (stage.acceptUnkeyed ?? []).map(({ method, reason, until }) => ({
        method: parseAccepted(method),
        reason,
        until: until ?? null,
      })),
      leaveAlone: [],
      sources: sourcesIn(file, path, stage),
    }
  })
}

function roleFor(role: string | null, account: string | null): string | null {
  return account === null ? role : (role?.replaceAll('{account}', account) ?? null)
}

function settingsIn({
  caching,
  ttl,
  encrypted,
  requireAuthorization,
  unauthorized,
  detailedMetrics,
}: SettingsData): WantedSettings {
  return {
    ...(caching === undefined ? {} : { caching }),
    ...(ttl === undefined ? {} : { ttlSeconds: secondsOf(ttl) }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(requireAuthorization === undefined ? {} : { requireAuthorization }),
    ...(unauthorized === undefined ? {} : { unauthorized: strategyOf(unauthorized) }),
    ...(detailedMetrics === undefined ? {} : { metrics: detailedMetrics }),
  }
}

function strategyOf(name: NonNullable<SettingsData['unauthorized']>): UnauthorizedStrategy {
  return name === 'fail' || name === 'warn' || name === 'ignore' ? SHORT_STRATEGIES[name] : name
}

function sourcesIn(file: ParsedFile, path: Path, stage: StageData): Readonly<Record<string, Position>> {
  const names = FIELDS.map((field) => FIELD_NAMES[field])
  const settings = names.filter((name) => stage.settings?.[name] !== undefined)
  const methods = Object.entries(stage.methods ?? {}).flatMap(([name, method]) => {
    const place = [...path, 'methods', name]
    const own = `methods.${nameOfMethod(methodOf(name))}`
    const fields = [...names, 'keys' as const].filter((one) => method[one] !== undefined)
    return [
      [own, file.at(place, 'key')] as const,
      ...fields.map((one) => [`${own}.${one}`, file.at([...place, one], 'key')] as const),
    ]
  })
  const accepted = (stage.acceptUnkeyed ?? []).map(({ method }, place) => {
    const own = [...path, 'acceptUnkeyed', place, 'method']
    return [`acceptUnkeyed.${parseAccepted(method)}`, file.at(own)] as const
  })
  return Object.fromEntries([
    ['', file.at(path)] as const,
    ...(stage.cache === undefined ? [] : [['cache', file.at([...path, 'cache'], 'key')] as const]),
    ...settings.map((name) => [`defaults.${name}`, file.at([...path, 'settings', name], 'key')] as const),
    ...methods,
    ...accepted,
  ])
}
