import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judged } from './measure.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MEGABYTE = 1_000_000

export async function install({ built }) {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-bench-'))
  try {
    const { filename, unpackedSize } = pack(folder)
    const packages = installInto(join(folder, filename), folder)
    return {
      measures: [
        judged({ what: 'packages added', unit: '', value: packages, runs: 1, target: { atMost: 1 } }),
        judged({
          what: 'unpacked size',
          unit: 'MB',
          value: unpackedSize / MEGABYTE,
          runs: 1,
          target: { atMost: 6 },
        }),
      ],
      notes: built.whole ? [] : ['dist has no declarations (node build.js writes them), so the size is without'],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function pack(folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: SILENT }))
  return packed
}

/** Installs the tarball into an empty project, runs what was installed, and counts the packages. */
function installInto(tarball, folder) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const options = { cwd: folder, encoding: 'utf8', stdio: SILENT }
  execFileSync('npm', ['install', '--no-audit', '--no-fund', tarball], options)
  execFileSync(join(folder, 'node_modules', '.bin', 'apigw-cache'), ['enable', '--help'], options)
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.keys(lock.packages).filter((path) => path !== '').length
}

const SILENT = ['ignore', 'pipe', 'pipe']
