import type { ApiRecord } from '../gateway/record.js'
import { parseApiReference } from '../gateway/reference.js'
import { globMatcher, isGlob } from './glob.js'

/** The stages that fit one of each list, or all where a list is empty. */
export interface Selectors {
  /** Ids, exact names, globs of names, ARNs or invoke URLs. */
  readonly apis: readonly string[]
  /** Names or globs of names. */
  readonly stages: readonly string[]
}

/** Selectors as two questions. */
export interface Selection {
  readonly hasApi: (api: ApiRecord) => boolean
  /** Of an API that is meant. */
  readonly hasStage: (api: ApiRecord, stage: string) => boolean
}

export function selectionOf({ apis, stages }: Selectors): Selection {
  const wanted = apis.map(apiSelector)
  const isStage = anyOf(stages)
  return {
    hasApi: (api) => wanted.length === 0 || wanted.some((one) => one.fits(api)),
    hasStage(api, stage) {
      const named = wanted.filter((one) => one.fits(api))
      const isNamed = named.length === 0 || named.some((one) => one.stage === null || one.stage === stage)
      return isNamed && isStage(stage)
    },
  }
}

export interface ApiSelector {
  readonly fits: (api: ApiRecord) => boolean
  /** Of an ARN or URL that names one. */
  readonly stage: string | null
}

export function apiSelector(text: string): ApiSelector {
  const { api, certain, stage } = parseApiReference(text)
  if (certain) return { fits: ({ id }) => id === api, stage }
  const fitsName = matcher(api)
  return { fits: ({ id, name }) => id === api || (name !== null && fitsName(name)), stage: null }
}

function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map(matcher)
  return (name) => matchers.length === 0 || matchers.some((fits) => fits(name))
}

/** A name that is spelled exactly like the pattern fits in any case: names may hold brackets and stars. */
function matcher(pattern: string): (name: string) => boolean {
  if (!isGlob(pattern)) return (name) => name === pattern
  const fits = globMatcher(pattern)
  return (name) => name === pattern || fits(name)
}
