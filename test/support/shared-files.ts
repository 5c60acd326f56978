import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Env } from '../../src/context.js'

/** Shared AWS configuration files with this text, as variables that point to them. */
export async function sharedFiles(config: string, credentials = ''): Promise<Env> {
  const folder = await mkdtemp(join(tmpdir(), 'aws-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'config'), config)
  await writeFile(join(folder, 'credentials'), credentials)
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  }
}
