import { createHash } from 'node:crypto'
import { isRecord, jsonIn } from '../base/json.js'
import type { SeenStage } from './seen.js'
import { sizeOf } from './stage/raw-changes.js'

/** What a plan rests on, field by field: never metrics, tags, or a status in passing. */
export type Fingerprint = Readonly<Record<string, unknown>>

/** PURE. */
export function fingerprintOf({ stage: { record }, deployed }: SeenStage): Fingerprint {
  const settings = Object.entries(record.settings).flatMap(([key, entry]) =>
    Object.entries(entry).map(([field, value]) => [`settings.${key}.${field}`, value] as const),
  )
  const keys = (deployed ?? []).map(
    ({ method, path, keys: own }) => [`keys.${method} ${path}`, [...own].sort()] as const,
  )
  const all = [
    ['cache', sizeOf(record)] as const,
    ['canary', record.canary] as const,
    ['deployment', record.deploymentId] as const,
    ...settings,
    ...keys,
  ]
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function fingerprintText(fingerprint: Fingerprint): string {
  return JSON.stringify(fingerprint)
}

export function parseFingerprint(text: string): Fingerprint {
  const parsed = jsonIn(text)
  return isRecord(parsed) ? parsed : {}
}

/** Fields in which two fingerprints differ. PURE. */
export function differingFields(a: Fingerprint, b: Fingerprint): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]),
  )
}

/** A short name for any plain data. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
