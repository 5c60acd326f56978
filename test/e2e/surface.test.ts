import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/program.js'

const TYPES = join(ROOT, 'dist/types')

describe('the public surface', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['build.js', '--declarations-only'], { cwd: ROOT, stdio: 'ignore' })
  }, 120_000)

  /** `npx vitest run test/e2e/surface.test.ts -u` writes it anew: what changes there changes for users. */
  it('is the one that was reviewed', async () => {
    await expect(surface()).toMatchFileSnapshot(join(ROOT, 'docs/public-surface.txt'))
  })

  it('names no type of another package', () => {
    const foreign = files().filter((path) => /(?:from|import\() ?['"](?!\.|node:)/.test(text(path)))
    expect(foreign).toEqual([])
  })
})

function files(): readonly string[] {
  return readdirSync(TYPES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.d.ts'))
    .sort()
}

function text(path: string): string {
  return readFileSync(join(TYPES, path), 'utf8')
}

/** Every declaration that is shipped, without comments and imports. */
function surface(): string {
  return files()
    .map((path) => {
      const lines = text(path)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/^import [^;]*;\n/gm, '')
        .split('\n')
        .filter((line) => line.trim() !== '')
      return `${path}\n${lines.map((line) => `  ${line}\n`).join('')}`
    })
    .join('\n')
}
