import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const PROVIDER = 'registry.terraform.io/hashicorp/aws'

/** A folder from which Terraform takes its AWS provider without a network; null where it or the program is not there. */
export function terraformMirror(): string | null {
  if (spawnSync('terraform', ['version'], { env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' } }).status !== 0)
    return null
  const folders = [
    ...foldersIn('/opt'),
    join(homedir(), '.terraform.d/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ]
  return folders.find((folder) => existsSync(join(folder, PROVIDER))) ?? null
}

function foldersIn(parent: string): readonly string[] {
  return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : []
}
