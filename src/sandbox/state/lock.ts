import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import { codeOf, realOf } from './replace.js'

const HELD = new Set<string>()

/**
 * Takes the state file for this sandbox until the returned function is called. Throws where another one on this machine
 * has it. A lock is taken over whose process is gone, and one of another machine, whose process nobody here can ask for.
 */
export function takeStateFile(path: string): () => void {
  const lock = `${realOf(path)}.lock`
  const own = `${lock}.${randomUUID()}`
  const text = JSON.stringify({ pid, host: hostname() })
  writeFileSync(own, text, { mode: 0o600 })
  try {
    // A link is there as a whole or not at all, unlike a file that is made and then written.
    while (!linked(own, lock)) removeStale(lock)
  } finally {
    rmSync(own, { force: true })
  }
  HELD.add(lock)
  return () => {
    if (HELD.delete(lock)) rmSync(lock, { force: true })
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function removeStale(lock: string): void {
  const holder = holderOf(lock)
  const isOwn = holder?.pid === pid
  if (holder?.host === hostname() && (isOwn ? HELD.has(lock) : isAlive(holder.pid))) {
    throw new Error(`another sandbox (process ${holder.pid}) keeps its state there: end it, or remove ${lock}`)
  }
  rmSync(lock, { force: true })
}

function holderOf(lock: string): { readonly pid: number; readonly host: string } | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'))
  } catch {
    return null
  }
}

function isAlive(id: number): boolean {
  try {
    kill(id, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
