import type { Context } from '../context.js'
import type { MethodRef } from '../core/control/settings.js'
import type { StrayKey } from '../core/model.js'
import { askToGoOn } from './agree.js'
import type { WritingFlags } from './options.js'
import type { Session } from './session.js'

export function askAboutVerbs(
  context: Context,
  session: Session,
  flags: WritingFlags,
  methods: readonly MethodRef[],
): Promise<void> {
  const names = methods.map(({ method, path }) => `${method} ${path}`).join(', ')
  return askToGoOn(context, session, flags, {
    why: [
      `AWS advises to cache GET only: a cached answer to ${names} means that the backend never sees the request, and a body counts only where it is in the cache key`,
    ],
    question: `Cache ${names}?`,
    refused: `${names} would be cached, which AWS advises against`,
  })
}

export function askAboutRemoval(
  context: Context,
  session: Session,
  flags: WritingFlags,
  { method, path }: MethodRef,
): Promise<void> {
  return askToGoOn(context, session, flags, {
    why: [],
    question: `Remove all settings of ${method} ${path}, its throttling, logging and metrics included?`,
    refused: `--all-settings removes the throttling, logging and metrics of ${method} ${path} too`,
  })
}

export function askAboutStrays(
  context: Context,
  session: Session,
  flags: WritingFlags,
  strays: readonly StrayKey[],
): Promise<void> {
  return askToGoOn(context, session, flags, {
    why: [
      ...strays.map(({ key, canonical }) => `${key} becomes ${canonical}`),
      'Terraform writes such keys: where it owns them, its next apply brings them back',
    ],
    question: `Move the stray entries (${strays.length})? What they say takes effect then`,
    refused: '--clean-strays moves entries that another tool may own',
  })
}
